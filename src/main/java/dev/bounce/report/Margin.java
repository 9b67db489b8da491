package dev.bounce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * How far to the right lines may go. A longer one goes on below, further in; it is broken at blanks
 * only, so that whatever is copied from it is whole.
 */
public final class Margin {
  /** Lines may be as long as they are: what a pipe gets. */
  public static final Margin NONE = new Margin(OptionalInt::empty);

  private static final int FURTHER_IN = 4;

  private final Supplier<OptionalInt> columns;

  private Margin(Supplier<OptionalInt> columns) {
    this.columns = columns;
  }

  /**
   * Returns a margin that is looked up each time that something is laid out.
   *
   * @param columns how many letters a line may have; empty for any number
   */
  public static Margin of(Supplier<OptionalInt> columns) {
    return new Margin(columns);
  }

  /** Returns how many letters a line may have. */
  public OptionalInt columns() {
    return columns.get();
  }

  /** Returns a text whose lines keep to the margin. */
  public String apply(String text) {
    OptionalInt width = columns();
    if (width.isEmpty()) {
      return text;
    }
    StringBuilder laidOut = new StringBuilder();
    text.lines()
        .flatMap(line -> broken(line, width.getAsInt()).stream())
        .forEach(line -> laidOut.append(line).append('\n'));
    return laidOut.toString();
  }

  private static List<String> broken(String line, int width) {
    int depth = line.length() - line.stripLeading().length();
    String further = " ".repeat(Math.min(depth + FURTHER_IN, width / 2));
    List<String> parts = new ArrayList<>();
    String rest = line;
    int begin = depth;
    while (rest.codePointCount(0, rest.length()) > width) {
      int at = breakAt(rest, begin, width);
      if (at < 0) {
        break;
      }
      parts.add(rest.substring(0, at).stripTrailing());
      rest = further + rest.substring(at).strip();
      begin = further.length();
    }
    parts.add(rest);
    return parts;
  }

  /** The last blank that fits, else the first one behind a word that is too long. */
  private static int breakAt(String line, int begin, int width) {
    int end = line.offsetByCodePoints(0, width);
    int last = line.lastIndexOf(' ', end);
    return last > begin ? last : line.indexOf(' ', Math.max(end, begin));
  }
}
