package dev.bounce.repl;

import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;

/** Remembers entries, without those that seem to hold a secret. */
final class EntryHistory extends DefaultHistory {
  private static final String SECRET = "secret(";

  @Override
  public void add(Instant time, String line) {
    if (!line.contains(SECRET)) {
      super.add(time, line);
    }
  }
}
