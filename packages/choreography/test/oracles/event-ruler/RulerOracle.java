import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/**
 * Reads lines `{"patterns": [TEXT, …], "events": [TEXT, …]}` and answers each with a line of as many lists as there are patterns:
 * whether it matches each event, or why it is refused.
 */
public class RulerOracle {
  static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode asked = JSON.readTree(line);
      out.println(JSON.writeValueAsString(answer(texts(asked.get("patterns")), texts(asked.get("events")))));
    }
  }

  static List<Object> answer(List<String> patterns, List<String> events) throws Exception {
    List<Object> answers = new ArrayList<>();
    for (String pattern : patterns) {
      Machine alone = new Machine();
      try {
        alone.addRule("rule", pattern);
      } catch (Exception refusal) {
        // A machine that refuses a pattern has tried a compiler without $or last, whose reason is another.
        answers.add(String.valueOf(JsonRuleCompiler.check(pattern)));
        continue;
      }
      List<Boolean> matches = new ArrayList<>();
      for (String event : events) matches.add(!alone.rulesForJSONEvent(event).isEmpty());
      answers.add(matches);
    }
    return answers;
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
