package dev.bounce.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.plan.StepId;
import dev.bounce.report.RunText;
import dev.bounce.run.Confirmation;
import dev.bounce.run.Event;
import dev.bounce.testbed.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is written to a terminal, byte by byte. */
final class LiveViewTest {
  private static final Instant BEGAN = Instant.parse("2030-01-01T00:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(BEGAN.plusSeconds(7));
  private static final Event STARTED = new Event.RunStarted(BEGAN, "4711", "web", "", "");
  private static final Event LOGGED = new Event.Logged(BEGAN, new StepId("1"), "hello");
  private static final Event ADDED =
      new Event.LogAdded(BEGAN, new StepId("1"), "web", List.of("\u001b[2Jone\ttwo"), 3);
  private static final String SHOWN = "\u001b[?7l\r0:07\u001b[K\u001b[?7h\r";
  private static final String GONE = "\r\u001b[J\u001b[?25h";

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final AtomicBoolean opened = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger columns = new AtomicInteger(80);

  private final class FixedScreen implements Screen {
    @Override
    public int columns() {
      return columns.get();
    }

    @Override
    public int rows() {
      return 24;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  private LiveView begin(boolean hasScreen) {
    PrintStream out = new PrintStream(written, false, StandardCharsets.UTF_8);
    return LiveView.begin(
        out,
        () -> {
          opened.set(true);
          return hasScreen ? Optional.of(new FixedScreen()) : Optional.empty();
        },
        CLOCK);
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private void awaits(String text) throws Exception {
    Eventually.holds(this::written, () -> written().contains(text));
  }

  private static String plain(Event... events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RunText text = new RunText(new PrintStream(bytes, true, StandardCharsets.UTF_8), true);
    for (Event event : events) {
      text.accept(event);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aShortRunIsToldAsItWouldBeAnywhere() {
    try (LiveView view = begin(true)) {
      view.accept(STARTED);
      assertEquals(plain(STARTED), written());
      view.accept(LOGGED);
    }
    assertEquals(plain(STARTED, LOGGED), written());
    assertFalse(opened.get());
  }

  @Test
  void theRegionStandsBelowTheLinesAndIsGoneAtTheEnd() throws Exception {
    try (LiveView view = begin(true)) {
      view.accept(STARTED);
      awaits(SHOWN);
      view.accept(LOGGED);
      awaits("\r\u001b[J" + plain(LOGGED) + SHOWN);
      view.accept(ADDED);
      awaits("\r\u001b[J" + plain(ADDED) + SHOWN);
    }
    assertTrue(written().endsWith(GONE), written());
    assertTrue(closed.get());
    assertEquals(
        """
        \u001b[2m    web | \u001b[0m\\u001b[2Jone    two
        \u001b[2m    web | 3 lines left out\u001b[0m
        """,
        plain(ADDED));
  }

  @Test
  void whatIsToldLastComesAfterTheRegionIsGone() throws Exception {
    try (LiveView view = begin(true)) {
      view.accept(STARTED);
      awaits(SHOWN);
      view.accept(LOGGED);
    }
    assertTrue(written().contains(plain(LOGGED)), written());
    assertEquals(
        plain(STARTED, LOGGED),
        written().replaceAll("\u001b\\[(\\?\\d+[hl]|[JK])", "").replaceAll("\r(0:07\r)*", ""));
  }

  @Test
  void nothingIsWrittenWhereNothingHasChanged() throws Exception {
    try (LiveView view = begin(true)) {
      view.accept(STARTED);
      awaits(SHOWN);
      int before = written.size();
      columns.set(40);
      Eventually.holds(this::written, () -> written.size() > before);
      assertEquals(before + ("\u001b[?25l\r\u001b[J" + SHOWN).length(), written.size());
    }
  }

  @Test
  void aQuestionHasTheTerminalForItself() throws Exception {
    try (LiveView view = begin(true)) {
      view.accept(STARTED);
      awaits(SHOWN);
      Confirmation asked =
          new Confirmation() {
            @Override
            public boolean isPossible() {
              return true;
            }

            @Override
            public boolean confirms(String question) {
              assertTrue(written().endsWith(GONE), written());
              view.accept(LOGGED);
              assertTrue(written().endsWith(GONE + plain(LOGGED)), written());
              return true;
            }
          };
      assertTrue(view.asking(asked).confirms("sure?"));
      awaits(GONE + plain(LOGGED) + "\u001b[?25l");
    }
  }

  @Test
  void withoutAScreenAllGoesOnLineByLine() throws Exception {
    try (LiveView view = begin(false)) {
      view.accept(STARTED);
      Eventually.holds(() -> "not asked for", opened::get);
      view.accept(LOGGED);
      assertEquals(plain(STARTED, LOGGED), written());
    }
    assertEquals(plain(STARTED, LOGGED), written());
  }
}
