import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.event.ruler.Machine;

/** Matches events with AWS Event Ruler: `Ruler PATTERNS EVENTS SECONDS` prints events per second of the processor, the best of four rounds, and how often all match. */
public class Ruler {
  public static void main(String[] arguments) throws Exception {
    List<String> patterns = Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8);
    List<String> events = Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8);
    double seconds = Double.parseDouble(arguments[2]);
    Machine machine = new Machine();
    for (int rule = 0; rule < patterns.size(); rule++) machine.addRule("rule-" + rule, patterns.get(rule));
    long matches = 0;
    for (String event : events) matches += machine.rulesForJSONEvent(event).size();
    List<JsonNode> parsed = new ArrayList<>();
    for (String event : events) parsed.add(new ObjectMapper().readTree(event));
    double fromText = 0;
    double alone = 0;
    for (int round = 0; round < 4; round++) {
      fromText = Math.max(fromText, rate(events, machine::rulesForJSONEvent, seconds));
      alone = Math.max(alone, rate(parsed, machine::rulesForJSONEvent, seconds));
    }
    System.out.printf("{\"fromText\": %.0f, \"alone\": %.0f, \"matches\": %d}%n", fromText, alone, matches);
  }

  interface Match<Event> {
    List<String> of(Event event) throws Exception;
  }

  static <Event> double rate(List<Event> events, Match<Event> match, double seconds) throws Exception {
    // Of all threads, those that compile and collect garbage among them.
    OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long began = process.getProcessCpuTime();
    long until = began + (long) (seconds * 1e9);
    long count = 0;
    while (process.getProcessCpuTime() < until) {
      for (Event event : events) if (match.of(event) == null) throw new IllegalStateException();
      count += events.size();
    }
    return count / ((process.getProcessCpuTime() - began) / 1e9);
  }
}
