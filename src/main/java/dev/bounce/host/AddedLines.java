package dev.bounce.host;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes lines of the bytes that are added to a log, however they are cut. What it keeps is bounded:
 * so many lines between two portions, the others are counted, and so much of a line.
 */
public final class AddedLines extends OutputStream {
  /** Lines that a portion holds. */
  public static final int MOST = 200;

  /** Bytes of a line that are kept. */
  static final int LINE_BYTES = 1 << 14;

  private final String source;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<String> lines = new ArrayList<>();
  private boolean begun;
  private long omitted;

  /**
   * @param source whose log it is
   */
  public AddedLines(String source) {
    this.source = source;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    for (int at = offset; at < offset + length; at++) {
      if (bytes[at] == '\n') {
        keep(bytes, from, at - from);
        begun = true;
        endLine();
        from = at + 1;
      }
    }
    keep(bytes, from, offset + length - from);
  }

  private void keep(byte[] bytes, int from, int length) {
    begun |= length > 0;
    line.write(bytes, from, Math.min(length, LINE_BYTES - line.size()));
  }

  /** Ends the line that was begun, if there is one: what follows is of another file. */
  public void endLine() {
    if (!begun) {
      return;
    }
    if (lines.size() < MOST) {
      String text = line.toString(StandardCharsets.UTF_8);
      lines.add(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    } else {
      omitted++;
    }
    line.reset();
    begun = false;
  }

  /**
   * Returns what there is, and begins anew.
   *
   * @param last whether a line that nothing has ended counts too
   */
  public LogPortion take(boolean last, Optional<String> trouble) {
    if (last) {
      endLine();
    }
    LogPortion portion = new LogPortion(source, lines, omitted, trouble);
    lines.clear();
    omitted = 0;
    return portion;
  }
}
