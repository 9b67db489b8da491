package dev.bounce.backend.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as systemd writes them: systemd.time(7). */
final class TimeSpan {
  private static final Pattern WHOLE = Pattern.compile("(?:\\d+(?:\\.\\d+)?[a-z]+ ?)+");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)([a-z]+)");
  private static final double NANOSECONDS = 1e9;

  private static final Map<String, Double> SECONDS =
      Map.of(
          "us", 1e-6,
          "ms", 1e-3,
          "s", 1.0,
          "min", 60.0,
          "h", 3600.0,
          "d", 86_400.0,
          "w", 604_800.0,
          "month", 2_629_800.0,
          "y", 31_557_600.0);

  private TimeSpan() {}

  /** Returns {@code 1min 30s} as a length of time; {@code infinity} and the unknown are none. */
  static Optional<Duration> read(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    double seconds = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      Double unit = SECONDS.get(part.group(2));
      if (unit == null) {
        return Optional.empty();
      }
      seconds += Double.parseDouble(part.group(1)) * unit;
    }
    return Optional.of(Duration.ofNanos(Math.round(seconds * NANOSECONDS)));
  }
}
