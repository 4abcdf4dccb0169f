import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.event.ruler.Machine;

/** Matches events with AWS Event Ruler: `Ruler PATTERNS EVENTS SECONDS` prints events per second and the matches of one round. */
public class Ruler {
  public static void main(String[] arguments) throws Exception {
    List<String> patterns = Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8);
    List<String> events = Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8);
    double seconds = Double.parseDouble(arguments[2]);
    Machine machine = new Machine();
    for (int rule = 0; rule < patterns.size(); rule++) machine.addRule("rule-" + rule, patterns.get(rule));
    long matches = 0;
    for (String event : events) matches += machine.rulesForJSONEvent(event).size();
    round(machine, events, seconds);
    System.out.printf("{\"perSecond\": %.0f, \"matches\": %d}%n", round(machine, events, seconds), matches);
  }

  static double round(Machine machine, List<String> events, double seconds) throws Exception {
    long began = System.nanoTime();
    long until = began + (long) (seconds * 1e9);
    long count = 0;
    while (System.nanoTime() < until) {
      for (String event : events) if (machine.rulesForJSONEvent(event) == null) throw new IllegalStateException();
      count += events.size();
    }
    return count / ((System.nanoTime() - began) / 1e9);
  }
}
