package dev.bounce.diag;

import java.util.Arrays;

/**
 * A named text that spans point into: a runbook, an inventory, a line typed in the REPL.
 *
 * <p>Lines and columns are counted from one, as editors count; a column counts UTF-16 units.
 */
public final class Source {
  private final String name;
  private final String text;
  private final int[] lineStarts;

  /**
   * @param name what a reader sees before the line number, as a rule a path relative to the working
   *     directory
   * @param text the whole text, not normalised
   */
  public Source(String name, String text) {
    this.name = name;
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  /** Returns the name that diagnostics show. */
  public String name() {
    return name;
  }

  /** Returns the whole text. */
  public String text() {
    return text;
  }

  /** Returns the line, from one, that holds the character at {@code offset}. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Returns the column, from one, of the character at {@code offset}. */
  public int column(int offset) {
    return offset - lineStarts[line(offset) - 1] + 1;
  }

  /** Returns the text of a line, from one, without its line ending. */
  public String lineText(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(start, end);
  }

  /**
   * Returns the span from {@code start} to, and without, {@code end}, both offsets into the text.
   */
  public Span span(int start, int end) {
    return new Span(this, start, end);
  }

  private static int[] lineStarts(String text) {
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        count++;
      }
    }
    int[] starts = new int[count];
    int next = 1;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        starts[next++] = i + 1;
      }
    }
    return starts;
  }

  @Override
  public String toString() {
    return name;
  }
}
