package dev.bounce.repl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;

/** Somebody at a terminal that is no process's: presses keys, and waits for what appears. */
final class Keyboard implements AutoCloseable {
  static final String CONTROL_C = "\u0003";
  static final String CONTROL_D = "\u0004";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int BUFFER = 1 << 16;

  private final PipedOutputStream keys = new PipedOutputStream();
  private final Screen screen = new Screen();
  private final Terminal terminal;
  private final Thread conversation;
  private int seen;

  /** What was shown so far; whoever waits is told of more. */
  private static final class Screen extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int one) {
      bytes.write(one);
      notifyAll();
    }

    @Override
    public synchronized void write(byte[] some, int start, int count) {
      bytes.write(some, start, count);
      notifyAll();
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    /** Returns where a text ends that appears behind an offset, in time; else -1. */
    synchronized int await(String text, int from) throws InterruptedException {
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      int found = text().indexOf(text, from);
      while (found < 0 && System.nanoTime() < deadline) {
        TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        found = text().indexOf(text, from);
      }
      return found < 0 ? -1 : found + text.length();
    }
  }

  /** Lets a session talk to a terminal of some width. */
  Keyboard(SimulatedSession simulation, int columns, Optional<Path> history) {
    try {
      ExternalTerminal external =
          new ExternalTerminal(
              "test", "ansi", new PipedInputStream(keys, BUFFER), screen, StandardCharsets.UTF_8);
      external.setSize(new Size(columns, 24));
      terminal = new Terminal(external, history, false);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    Session session = simulation.at(terminal.output(), terminal).session;
    conversation = Thread.ofVirtual().start(() -> terminal.converse(session));
  }

  /** Waits until a text appears behind those that were waited for before. */
  Keyboard sees(String text) throws InterruptedException {
    int end = screen.await(text, seen);
    assertTrue(end >= 0, () -> "no " + text + " in:\n" + screen.text().substring(seen));
    seen = end;
    return this;
  }

  /** Presses keys. */
  Keyboard types(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
    return this;
  }

  /** Enters a line at the prompt. */
  Keyboard enters(String line) throws IOException, InterruptedException {
    return sees("bounce> ").types(line + "\r");
  }

  /** Waits until the conversation is over. */
  void isLeft() throws InterruptedException {
    assertTrue(conversation.join(Duration.ofNanos(PATIENCE_NANOS)), screen::text);
  }

  /** Returns everything that was shown. */
  String screen() {
    return screen.text();
  }

  @Override
  public void close() throws IOException {
    keys.close();
    terminal.close();
  }
}
