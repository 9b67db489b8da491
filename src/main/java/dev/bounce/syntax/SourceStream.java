package dev.bounce.syntax;

import dev.bounce.diag.Source;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * The UTF-16 units of a source as ANTLR reads them.
 *
 * <p>ANTLR's own streams count code points, so that a place behind an emoji would have two offsets;
 * here an index of ANTLR is an offset of {@link Source}.
 */
final class SourceStream implements CharStream {
  private final Source source;
  private final String text;
  private int position;

  SourceStream(Source source) {
    this.source = source;
    this.text = source.text();
  }

  @Override
  public void consume() {
    if (position >= text.length()) {
      throw new IllegalStateException("cannot consume the end of the file");
    }
    position++;
  }

  @Override
  public int LA(int distance) {
    int at = position + (distance > 0 ? distance - 1 : distance);
    return distance == 0 ? 0 : at < 0 || at >= text.length() ? IntStream.EOF : text.charAt(at);
  }

  /** Nothing to release: the whole text is in memory. */
  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return position;
  }

  @Override
  public void seek(int index) {
    position = Math.min(index, text.length());
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public String getSourceName() {
    return source.name();
  }

  @Override
  public String getText(Interval interval) {
    int end = Math.min(interval.b + 1, text.length());
    return interval.a >= end ? "" : text.substring(interval.a, end);
  }
}
