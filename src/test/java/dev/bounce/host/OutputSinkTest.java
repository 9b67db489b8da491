package dev.bounce.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputSinkTest {
  private final List<String> lines = new ArrayList<>();
  private final OutputSink sink = new OutputSink(lines::add);

  @Test
  void linesStayWholeHoweverTheyCome() throws IOException {
    try (OutputStream out = sink.open();
        OutputStream err = sink.open()) {
      for (byte value : "grün\nund".getBytes(StandardCharsets.UTF_8)) {
        out.write(value);
        err.write('x');
      }
      err.write('\n');
      out.write("r\r\n\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(List.of("grün", "xxxxxxxxx", "undr", ""), lines);
    assertEquals("grün\nxxxxxxxxx\nundr\r\n\n", sink.text());
  }

  @Test
  void theLastLineNeedsNoEnd() throws IOException {
    sink.open().write("text".getBytes(StandardCharsets.UTF_8));
    assertEquals("", sink.text());
    sink.close();
    assertEquals("text", sink.text());
    assertEquals(List.of("text"), lines);
  }

  @Test
  void nothingIsToldAfterTheEndOrTheLimit() throws IOException {
    OutputStream out = sink.open();
    byte[] line = "0123456789\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < Host.OUTPUT_LIMIT / 10; i++) {
      out.write(line);
    }
    assertTrue(sink.truncated());
    assertEquals(Host.OUTPUT_LIMIT, sink.text().length());
    assertEquals(Host.OUTPUT_LIMIT / line.length, lines.size());
  }

  @Test
  void whatComesTooLateIsDropped() throws IOException {
    OutputStream out = sink.open();
    sink.close();
    out.write("late\n".getBytes(StandardCharsets.UTF_8));
    assertEquals("", sink.text());
    assertFalse(sink.truncated());
  }
}
