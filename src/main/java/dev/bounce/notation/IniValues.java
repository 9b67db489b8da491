package dev.bounce.notation;

import dev.bounce.value.Value;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.StringValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads INI files as supervisor and other programs in Python do, by the rules of {@code
 * configparser} (docs.python.org/3/library/configparser.html): sections of {@code key = value} or
 * {@code key: value}, keys in lower case.
 *
 * <ul>
 *   <li>{@code ;} and {@code #} begin a comment at the start of a line and behind white space.
 *   <li>A line that is indented deeper than the key goes on with its value, on a line of its own.
 *   <li>A section that comes again adds to the first; of a key that comes again the last holds, as
 *       supervisor has it.
 *   <li>What {@code [DEFAULT]} says holds in every section that does not say otherwise.
 *   <li>{@code %(…)s} stays as it is: supervisor fills these in when it starts.
 * </ul>
 */
public final class IniValues {
  private static final Pattern SECTION = Pattern.compile("\\[(.+)\\].*");
  private static final Pattern ENTRY = Pattern.compile("([^=:]+?)\\s*[=:]\\s*(.*)", Pattern.DOTALL);
  private static final String DEFAULTS = "DEFAULT";

  private final Map<String, Map<String, StringBuilder>> sections = new LinkedHashMap<>();
  private Map<String, StringBuilder> section = Map.of();
  private StringBuilder value = new StringBuilder();
  private boolean inSection;
  private boolean inValue;
  private int indentation;

  private IniValues() {}

  /**
   * Returns the sections by name, each a map of texts.
   *
   * @throws NotationException for a line that is neither a section nor an entry, or stands before
   *     the first section
   */
  public static Value read(String text) throws NotationException {
    IniValues values = new IniValues();
    int number = 0;
    for (String line : text.lines().toList()) {
      values.line(line, ++number);
    }
    return values.result();
  }

  private void line(String line, int number) throws NotationException {
    String uncommented = uncommented(line);
    String content = uncommented.strip();
    if (content.isEmpty()) {
      if (inValue && uncommented.length() == line.length()) {
        value.append('\n');
      }
      return;
    }
    int deep = line.length() - line.stripLeading().length();
    if (inValue && deep > indentation) {
      value.append('\n').append(content);
      return;
    }
    indentation = deep;
    Matcher header = SECTION.matcher(content);
    if (header.matches()) {
      section = sections.computeIfAbsent(header.group(1), _ -> new LinkedHashMap<>());
      inSection = true;
      inValue = false;
    } else {
      entry(content, number);
    }
  }

  private void entry(String content, int number) throws NotationException {
    if (!inSection) {
      throw NotationException.at("INI", number, "no `[section]` stands above it");
    }
    Matcher entry = ENTRY.matcher(content);
    if (!entry.matches()) {
      throw NotationException.at("INI", number, "it is neither `[section]` nor `key = value`");
    }
    value = new StringBuilder(entry.group(2));
    section.put(entry.group(1).toLowerCase(java.util.Locale.ROOT), value);
    inValue = true;
  }

  private static String uncommented(String line) {
    if (line.stripLeading().startsWith("#") || line.stripLeading().startsWith(";")) {
      return "";
    }
    for (int i = 1; i < line.length(); i++) {
      char character = line.charAt(i);
      if ((character == ';' || character == '#') && Character.isWhitespace(line.charAt(i - 1))) {
        return line.substring(0, i);
      }
    }
    return line;
  }

  private Value result() {
    Map<String, StringBuilder> defaults = sections.getOrDefault(DEFAULTS, Map.of());
    Map<String, Value> result = new LinkedHashMap<>();
    sections.forEach((name, own) -> {
      if (!name.equals(DEFAULTS)) {
        Map<String, Value> entries = new LinkedHashMap<>();
        defaults.forEach((key, text) -> entries.put(key, text(text)));
        own.forEach((key, text) -> entries.put(key, text(text)));
        result.put(name, new MapValue(entries));
      }
    });
    return new MapValue(result);
  }

  private static Value text(StringBuilder text) {
    return new StringValue(text.toString().stripTrailing());
  }
}
