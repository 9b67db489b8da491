package dev.bounce.backend.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes what the Engine writes of a process without a terminal apart: standard output and standard
 * error come in frames of one stream, each behind eight bytes that say which of them it is of and,
 * in the last four, how long it is (Engine API, "Stream format" of attach).
 */
final class Frames extends OutputStream {
  private static final int HEADER_BYTES = 8;
  private static final int STANDARD_ERROR = 2;

  private final OutputStream output;
  private final OutputStream errors;
  private final ByteArrayOutputStream header = new ByteArrayOutputStream(HEADER_BYTES);
  private long left;
  private boolean ofErrors;

  Frames(OutputStream output, OutputStream errors) {
    this.output = output;
    this.errors = errors;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (left == 0) {
        header.write(bytes[at++]);
        readHeader();
      } else {
        int part = (int) Math.min(left, end - at);
        (ofErrors ? errors : output).write(bytes, at, part);
        at += part;
        left -= part;
      }
    }
  }

  private void readHeader() {
    if (header.size() == HEADER_BYTES) {
      byte[] bytes = header.toByteArray();
      header.reset();
      ofErrors = bytes[0] == STANDARD_ERROR;
      for (int i = 4; i < HEADER_BYTES; i++) {
        left = (left << 8) | (bytes[i] & 0xff);
      }
    }
  }
}
