package dev.bounce.rehearse;

import dev.bounce.value.Texts;
import java.time.Duration;
import java.util.Locale;

/** How texts and times stand in the verdict of a test. */
final class Wording {
  private static final int LONGEST = 160;
  private static final Duration LONG = Duration.ofMinutes(2);

  private Wording() {}

  /** Returns a length of time to a tenth of a second, a long one to a second. */
  static String time(Duration duration) {
    if (duration.compareTo(LONG) >= 0) {
      return Texts.duration(Duration.ofSeconds(duration.toSeconds()));
    }
    return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
  }

  /** Returns a text on one line, the middle of a long one left out. */
  static String line(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    int half = LONGEST / 2;
    return line.length() <= LONGEST
        ? line
        : line.substring(0, half) + " … " + line.substring(line.length() - half);
  }
}
