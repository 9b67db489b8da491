package dev.bounce.repl;

import java.util.Optional;
import java.util.OptionalInt;

/** How wide the terminal of this process is. */
public final class TerminalSize {
  private TerminalSize() {}

  /** Returns how many letters a row has now; empty without a terminal whose size can be read. */
  public static OptionalInt columns() {
    Optional<Screen> found = Screen.ofProcess();
    if (found.isEmpty()) {
      return OptionalInt.empty();
    }
    try (Screen screen = found.get()) {
      return OptionalInt.of(screen.columns());
    }
  }
}
