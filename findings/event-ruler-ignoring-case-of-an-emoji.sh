#!/bin/sh
# Event Ruler 2.1.0 (Maven, software.amazon.event.ruler:event-ruler): equals-ignore-case with a character outside of the basic
# plane, such as an emoji, does not match that character, but two question marks. It compares UTF-16 units one by one, and half a
# character becomes "?" in UTF-8. Without equals-ignore-case the emoji matches itself. Seen with Java 17:
#   [{"equals-ignore-case":"😀"}] and "😀": false
#   [{"equals-ignore-case":"😀"}] and "??": true
#   ["😀"] and "😀": true
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
    String emoji = "\ud83d\ude00";
    boolean asSeen = true;
    asSeen &= matches("[{\"equals-ignore-case\":\"" + emoji + "\"}]", emoji) == false;
    asSeen &= matches("[{\"equals-ignore-case\":\"" + emoji + "\"}]", "??") == true;
    asSeen &= matches("[\"" + emoji + "\"]", emoji) == true;
    System.exit(asSeen ? 0 : 1);
  }

  static boolean matches(String conditions, String value) throws Exception {
    Machine machine = new Machine();
    machine.addRule("rule", "{\"a\":" + conditions + "}");
    boolean found = !machine.rulesForJSONEvent("{\"a\":\"" + value + "\"}").isEmpty();
    new java.io.PrintStream(System.out, true, "UTF-8").println(conditions + " and \"" + value + "\": " + found);
    return found;
  }
}
JAVA
javac -encoding UTF-8 -cp "jars/*" Try.java
java -cp "jars/*:." Try
