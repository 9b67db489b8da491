package dev.bounce.diag;

/**
 * The part of a source line around a span, as it is shown: safe to print, tabs as spaces, cut to a
 * width.
 *
 * @param text what to show
 * @param caretColumn how many columns lie before the span
 * @param caretWidth how many columns the span takes, at least one
 */
record Excerpt(String text, int caretColumn, int caretWidth) {
  private static final int TAB = 4;
  private static final String CUT = "…";

  /**
   * Cuts the first line of {@code span} to about {@code width} columns. Only what can be shown is
   * looked at: a line may have millions of characters.
   */
  static Excerpt of(Span span, int width) {
    String text = span.source().text();
    int lineStart = span.start() - span.column() + 1;
    int lineEnd = lineEnd(text, span.start(), width);
    Cutter whole = new Cutter(text, lineStart, lineEnd);
    boolean fits = lineEnd - lineStart <= width && whole.columnsTo(lineEnd) <= width;
    int from = fits ? lineStart : Math.max(lineStart, span.start() - width / 3);
    return cut(text, from, lineEnd, span, fits ? Integer.MAX_VALUE : width, from > lineStart);
  }

  private static int lineEnd(String text, int start, int width) {
    int end = start;
    while (end < text.length() && end < start + width && !isLineEnd(text, end)) {
      end++;
    }
    return end;
  }

  private static boolean isLineEnd(String text, int at) {
    char character = text.charAt(at);
    boolean beforeLineFeed = at + 1 < text.length() && text.charAt(at + 1) == '\n';
    return character == '\n' || (character == '\r' && beforeLineFeed);
  }

  private static Excerpt cut(
      String text, int from, int to, Span span, int width, boolean cutAtStart) {
    StringBuilder shown = new StringBuilder(cutAtStart ? CUT : "");
    int column = cutAtStart ? 1 : 0;
    int caretColumn = -1;
    int caretEnd = -1;
    int at = from;
    while (at < to && column < width) {
      caretColumn = at >= span.start() && caretColumn < 0 ? column : caretColumn;
      int codePoint = text.codePointAt(at);
      column += append(shown, codePoint, column);
      at += Character.charCount(codePoint);
      caretEnd = at <= span.end() ? column : caretEnd;
    }
    boolean more = at < text.length() && !isLineEnd(text, at);
    if (more) {
      shown.append(CUT);
    }
    int start = caretColumn < 0 ? column : caretColumn;
    return new Excerpt(shown.toString(), start, Math.max(1, caretEnd - start));
  }

  /** Appends one character and returns how many columns it takes. */
  private static int append(StringBuilder shown, int codePoint, int column) {
    if (codePoint == '\t') {
      int spaces = TAB - column % TAB;
      shown.repeat(' ', spaces);
      return spaces;
    }
    String safe = Neutral.line(Character.toString(codePoint));
    shown.append(safe);
    return safe.codePoints().map(Columns::of).sum();
  }

  /** Measures a stretch of a line. */
  private record Cutter(String text, int from, int to) {
    int columnsTo(int end) {
      int columns = 0;
      int at = from;
      StringBuilder sink = new StringBuilder();
      while (at < Math.min(to, end)) {
        int codePoint = text.codePointAt(at);
        columns += append(sink, codePoint, columns);
        at += Character.charCount(codePoint);
      }
      return columns;
    }
  }
}
