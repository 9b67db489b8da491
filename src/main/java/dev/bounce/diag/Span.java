package dev.bounce.diag;

/**
 * A stretch of a source.
 *
 * @param source the text it lies in
 * @param start offset of its first character
 * @param end offset behind its last character, not below {@code start}
 */
public record Span(Source source, int start, int end) {
  /** Refuses a span that lies outside of its source. */
  public Span {
    if (start < 0 || end < start || end > source.text().length()) {
      throw new IllegalArgumentException("span %d..%d of %s".formatted(start, end, source));
    }
  }

  /** Returns the line, from one, of the first character. */
  public int line() {
    return source.line(start);
  }

  /** Returns the column, from one, of the first character. */
  public int column() {
    return source.column(start);
  }

  /** Returns the text covered. */
  public String text() {
    return source.text().substring(start, end);
  }

  /** Returns the span from the start of this one to the end of {@code last}, of the same source. */
  public Span to(Span last) {
    return new Span(source, start, Math.max(end, last.end));
  }

  /** Returns the place in the form {@code file:line:column}. */
  public String place() {
    return source.name() + ":" + line() + ":" + column();
  }
}
