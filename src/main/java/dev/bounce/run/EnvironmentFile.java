package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.plan.EvaluationException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code .env} files: one {@code NAME=VALUE} in a line, perhaps behind {@code export}. A
 * value may stand in single quotes, as it is, or in double quotes, where {@code \n \t \" \\ \$} are
 * escapes; without quotes it ends before {@code " #"}. Nothing is expanded, nothing spans lines.
 */
final class EnvironmentFile {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.]*)[ \\t]*=[ \\t]*(.*)");
  private static final Pattern SINGLE = Pattern.compile("'([^']*)'[ \\t]*(?:#.*)?");
  private static final Pattern DOUBLE =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"[ \\t]*(?:#.*)?");

  private EnvironmentFile() {}

  /**
   * Returns the variables of a file, in its order; the last of one name holds.
   *
   * @throws EvaluationException R018 for a variable that would change which code the commands that
   *     get it execute ({@code PATH}, {@code LD_…}); P012 for a line that is no assignment. It says
   *     the line, and never a value
   */
  static Map<String, String> parse(String text) throws EvaluationException {
    Map<String, String> variables = new LinkedHashMap<>();
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (!assignment.matches()) {
        throw malformed(number);
      }
      String name = assignment.group(1);
      if (isRefused(name)) {
        throw new EvaluationException(
            Code.R018, "line %d sets %s, which no file may set".formatted(number, name));
      }
      variables.put(name, value(assignment.group(2), number));
    }
    return variables;
  }

  private static boolean isRefused(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("LD_") || upper.startsWith("DYLD_") || upper.equals("PATH");
  }

  private static String value(String text, int number) throws EvaluationException {
    if (text.startsWith("'")) {
      Matcher single = SINGLE.matcher(text);
      if (single.matches()) {
        return single.group(1);
      }
      throw malformed(number);
    }
    if (text.startsWith("\"")) {
      Matcher quoted = DOUBLE.matcher(text);
      if (quoted.matches()) {
        return unescaped(quoted.group(1));
      }
      throw malformed(number);
    }
    int comment = text.startsWith("#") ? 0 : text.indexOf(" #");
    return (comment < 0 ? text : text.substring(0, comment)).strip();
  }

  private static String unescaped(String text) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character != '\\') {
        result.append(character);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 'n' -> result.append('\n');
        case 't' -> result.append('\t');
        case '"', '\\', '$' -> result.append(escaped);
        default -> result.append('\\').append(escaped);
      }
    }
    return result.toString();
  }

  private static EvaluationException malformed(int number) {
    return new EvaluationException(Code.P012, "line " + number + " is not NAME=VALUE");
  }
}
