package dev.bounce.host;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes the output of a command line by line, tells it on, and keeps a bounded part of it. */
public final class OutputSink {
  /** A line that is longer is told in pieces, so that memory is bounded. */
  private static final int LINE_LIMIT_BYTES = 1 << 16;

  private final Consumer<String> onLine;
  private final StringBuilder kept = new StringBuilder();
  private final List<LineStream> streams = new ArrayList<>();
  private boolean truncated;
  private boolean closed;

  /**
   * @param onLine is told each line as it comes, without its ending; nothing any more once {@link
   *     Host#OUTPUT_LIMIT} is reached
   */
  public OutputSink(Consumer<String> onLine) {
    this.onLine = onLine;
  }

  /** Returns a new stream into the sink; several can be written to at the same time. */
  public synchronized OutputStream open() {
    LineStream stream = new LineStream();
    streams.add(stream);
    return stream;
  }

  /** Takes the lines that nothing ended. Whatever is still written afterwards is dropped. */
  public synchronized void close() {
    streams.forEach(LineStream::finish);
    closed = true;
  }

  /** Returns what was kept. */
  public synchronized String text() {
    return kept.toString();
  }

  /** Returns whether there was more. */
  public synchronized boolean truncated() {
    return truncated;
  }

  private synchronized void take(String line, String ending) {
    if (closed || truncated) {
      return;
    }
    int room = Host.OUTPUT_LIMIT - kept.length();
    String text = line + ending;
    if (text.length() > room) {
      kept.append(text, 0, room);
      truncated = true;
    } else {
      kept.append(text);
      onLine.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
  }

  /** Cuts bytes into lines; a character that is cut in two by the pipe stays whole. */
  private final class LineStream extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      int begin = offset;
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, begin, i - begin);
          flushLine("\n");
          begin = i + 1;
        }
      }
      line.write(bytes, begin, offset + length - begin);
      if (line.size() >= LINE_LIMIT_BYTES) {
        flushLine("");
      }
    }

    private synchronized void finish() {
      if (line.size() > 0) {
        flushLine("");
      }
    }

    private void flushLine(String ending) {
      take(line.toString(StandardCharsets.UTF_8), ending);
      line.reset();
    }
  }
}
