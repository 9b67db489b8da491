package dev.bounce.cli;

import dev.bounce.diag.Neutral;
import dev.bounce.run.Confirmation;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Asks the person at the terminal. */
final class ConsoleConfirmation implements Confirmation {
  private static final Set<String> YES = Set.of("y", "yes");
  private static final long LOOK_EVERY_MILLIS = 50;

  private final Console console;

  ConsoleConfirmation(Console console) {
    this.console = console;
  }

  @Override
  public boolean isPossible() {
    return true;
  }

  @Override
  public boolean confirms(String question) throws InterruptedException {
    console.err().print(Neutral.line(question) + " [y/N] ");
    console.err().flush();
    return YES.contains(line().strip().toLowerCase(Locale.ROOT));
  }

  /** Reads a line; looks instead of blocking, so that an interrupt withdraws the question. */
  private static String line() throws InterruptedException {
    StringBuilder line = new StringBuilder();
    try {
      while (true) {
        while (System.in.available() > 0) {
          int read = System.in.read();
          if (read < 0 || read == '\n') {
            return line.toString();
          }
          line.append((char) read);
        }
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (IOException gone) {
      return "";
    }
  }
}
