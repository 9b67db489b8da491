package dev.bounce.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the margin off a string of several lines, so that it can be indented like the code around
 * it.
 *
 * <ul>
 *   <li>A line ending directly behind the opening quotes, spaces between them or not, is dropped;
 *       what stands on the line of the opening quotes has no margin.
 *   <li>The margin is the longest beginning of spaces and tabs that all other lines have in common,
 *       that of the closing quotes included; lines of nothing but spaces and tabs do not count.
 *   <li>Where the closing quotes have a line for themselves, the spaces before them are dropped,
 *       and the string ends with a line feed.
 *   <li>Lines end with a line feed, however the file ends its lines. Escapes and interpolations are
 *       no spaces: what they stand for is never taken off.
 * </ul>
 */
final class Margin {
  private Margin() {}

  /** A piece of a string. */
  sealed interface Piece {}

  /** Text as written. */
  record Written(String text) implements Piece {}

  /** What an escape sequence stands for. */
  record Escaped(String text) implements Piece {}

  /** An interpolation. */
  record Hole(Expression expression) implements Piece {}

  /** Returns the pieces without the margin. */
  static List<Piece> remove(List<Piece> pieces) {
    List<Piece> whole = normalise(pieces);
    String margin = margin(shape(whole));
    List<Piece> result = new ArrayList<>();
    for (int i = 0; i < whole.size(); i++) {
      Piece piece = whole.get(i);
      if (piece instanceof Written(String text)) {
        String cut = text.replace("\n" + margin, "\n");
        cut = i == 0 ? withoutOpeningLine(cut) : cut;
        result.add(new Written(i == whole.size() - 1 ? withoutClosingIndentation(cut) : cut));
      } else {
        result.add(piece);
      }
    }
    return result;
  }

  /** Joins neighbouring text, so that a line's indentation is in one piece with its line feed. */
  private static List<Piece> normalise(List<Piece> pieces) {
    List<Piece> result = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece instanceof Written(String written)) {
        text.append(written);
      } else {
        flush(text, result);
        result.add(piece);
      }
    }
    flush(text, result);
    return result;
  }

  private static void flush(StringBuilder text, List<Piece> into) {
    if (!text.isEmpty()) {
      into.add(new Written(text.toString().replace("\r\n", "\n")));
      text.setLength(0);
    }
  }

  /** The string with one visible character for each escape and interpolation. */
  private static String shape(List<Piece> pieces) {
    StringBuilder shape = new StringBuilder();
    for (Piece piece : pieces) {
      shape.append(piece instanceof Written(String text) ? text : "x");
    }
    return shape.toString();
  }

  private static String margin(String shape) {
    String[] lines = shape.split("\n", -1);
    @Nullable String margin = null;
    for (int i = 1; i < lines.length; i++) {
      boolean closing = i == lines.length - 1;
      if (closing || !lines[i].isBlank()) {
        String indentation = indentation(lines[i]);
        margin = margin == null ? indentation : common(margin, indentation);
      }
    }
    return margin == null ? "" : margin;
  }

  private static String indentation(String line) {
    int end = 0;
    while (end < line.length() && isSpace(line.charAt(end))) {
      end++;
    }
    return line.substring(0, end);
  }

  private static String common(String first, String second) {
    int end = 0;
    while (end < Math.min(first.length(), second.length())
        && first.charAt(end) == second.charAt(end)) {
      end++;
    }
    return first.substring(0, end);
  }

  private static String withoutOpeningLine(String text) {
    int end = indentation(text).length();
    return end < text.length() && text.charAt(end) == '\n' ? text.substring(end + 1) : text;
  }

  private static String withoutClosingIndentation(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    boolean ownLine = end == 0 ? text.isEmpty() : text.charAt(end - 1) == '\n';
    return ownLine ? text.substring(0, end) : text;
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t';
  }
}
