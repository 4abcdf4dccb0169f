#!/bin/sh
# Event Ruler 2.1.0 (Maven, software.amazon.event.ruler:event-ruler): when two branches of $or share a condition, the machine can
# miss an event that one of the branches matches alone. Seen with Java 17, with an event that has no field "a":
#   {"a":[{"prefix":"x"},{"exists":false}]}: true
#   {"$or":[{"a":[{"prefix":"x"}]},{"a":[{"prefix":"x"},{"exists":false}]}]}: false
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
    String branch = "{\"a\":[{\"prefix\":\"x\"},{\"exists\":false}]}";
    boolean alone = matches(branch);
    boolean among = matches("{\"$or\":[{\"a\":[{\"prefix\":\"x\"}]}," + branch + "]}");
    System.exit(alone && !among ? 0 : 1);
  }

  static boolean matches(String pattern) throws Exception {
    Machine machine = new Machine();
    machine.addRule("rule", pattern);
    boolean found = !machine.rulesForJSONEvent("{\"b\":1}").isEmpty();
    System.out.println(pattern + ": " + found);
    return found;
  }
}
JAVA
javac -cp "jars/*" Try.java
java -cp "jars/*:." Try
