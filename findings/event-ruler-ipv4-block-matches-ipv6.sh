#!/bin/sh
# Event Ruler 2.1.0 (Maven, software.amazon.event.ruler:event-ruler): a cidr condition compares the hexadecimal digits of addresses
# as far as those of the block go, whatever version an address is of. So a block of IPv4 addresses matches IPv6 addresses that begin
# with the same bytes, and ::/0 matches IPv4 addresses. Seen with Java 17:
#   [{"cidr":"10.0.0.0/8"}] and "a00::": true
#   [{"cidr":"10.0.0.0/8"}] and "b00::": false
#   [{"cidr":"::/0"}] and "10.0.0.1": true
# Exits with 1 when the library answers otherwise.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version><dependencies>
<dependency><groupId>software.amazon.event.ruler</groupId><artifactId>event-ruler</artifactId><version>2.1.0</version></dependency>
</dependencies></project>
XML
mvn -q dependency:copy-dependencies -DoutputDirectory=jars
cat >Try.java <<'JAVA'
import software.amazon.event.ruler.Machine;

public class Try {
  public static void main(String[] arguments) throws Exception {
    boolean asSeen = true;
    asSeen &= matches("10.0.0.0/8", "a00::") == true;
    asSeen &= matches("10.0.0.0/8", "b00::") == false;
    asSeen &= matches("::/0", "10.0.0.1") == true;
    System.exit(asSeen ? 0 : 1);
  }

  static boolean matches(String block, String address) throws Exception {
    Machine machine = new Machine();
    machine.addRule("rule", "{\"a\":[{\"cidr\":\"" + block + "\"}]}");
    boolean found = !machine.rulesForJSONEvent("{\"a\":\"" + address + "\"}").isEmpty();
    System.out.println("[{\"cidr\":\"" + block + "\"}] and \"" + address + "\": " + found);
    return found;
  }
}
JAVA
javac -cp "jars/*" Try.java
java -cp "jars/*:." Try
