package dev.bounce.repl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.terminal.TerminalBuilder;

/** How large the terminal is, now. */
interface Screen extends AutoCloseable {
  /** Returns how many letters a row has. */
  int columns();

  /** Returns how many rows there are. */
  int rows();

  @Override
  void close();

  /**
   * Returns the terminal of this process, if it has one whose size can be read. It is left as it
   * is: neither its modes nor what is done at a signal are changed.
   */
  static Optional<Screen> ofProcess() {
    try {
      return Optional.of(
          new OfTerminal(
              TerminalBuilder.builder()
                  .name("bounce")
                  .system(true)
                  .providers("jni")
                  .dumb(false)
                  .nativeSignals(false)
                  .encoding(StandardCharsets.UTF_8)
                  .build()));
    } catch (IOException | IllegalStateException none) {
      return Optional.empty();
    }
  }

  /** One that somebody else closes. */
  record Borrowed(org.jline.terminal.Terminal terminal) implements Screen {
    private static final int UNKNOWN_COLUMNS = 80;
    private static final int UNKNOWN_ROWS = 24;

    @Override
    public int columns() {
      int columns = terminal.getWidth();
      return columns > 0 ? columns : UNKNOWN_COLUMNS;
    }

    @Override
    public int rows() {
      int rows = terminal.getHeight();
      return rows > 0 ? rows : UNKNOWN_ROWS;
    }

    @Override
    public void close() {
      // Its owner goes on with it.
    }
  }

  /** One that JLine knows. */
  record OfTerminal(org.jline.terminal.Terminal terminal) implements Screen {
    @Override
    public int columns() {
      return new Borrowed(terminal).columns();
    }

    @Override
    public int rows() {
      return new Borrowed(terminal).rows();
    }

    @Override
    public void close() {
      try {
        terminal.close();
      } catch (IOException gone) {
        // Nothing was changed that would have to be undone.
      }
    }
  }
}
