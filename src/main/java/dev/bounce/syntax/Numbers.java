package dev.bounce.syntax;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of number literals; nothing where one is out of range. */
final class Numbers {
  /** Whoever needs more digits than this in a percentage has mistyped it. */
  private static final int PERCENT_DIGITS = 18;

  private static final Pattern DURATION_PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
  private static final Pattern FRACTION_OF_UNIT = Pattern.compile("[0-9]+\\.[0-9]+(ms|s|m|h|d)");
  private static final Pattern LONG_UNIT =
      Pattern.compile(
          "([0-9]+)(sec|secs|second|seconds|min|mins|minute|minutes|hr|hrs|hour|hours|"
              + "day|days|msec|millis)");

  private Numbers() {}

  /** Returns the value of {@code 42}; nothing above {@link Long#MAX_VALUE}. */
  static Optional<Long> integer(String text) {
    return parseLong(text);
  }

  /** Returns 12.5 for {@code 12.5%}. */
  static Optional<BigDecimal> percent(String text) {
    return text.length() > PERCENT_DIGITS
        ? Optional.empty()
        : Optional.of(new BigDecimal(text.substring(0, text.length() - 1)));
  }

  /**
   * Returns the value of {@code 1h30m}; nothing where units repeat or grow, or where it does not
   * fit into a {@code long} of milliseconds.
   */
  static Optional<Duration> duration(String text) {
    Matcher part = DURATION_PART.matcher(text);
    Duration sum = Duration.ZERO;
    Duration lastUnit = Duration.ofDays(2);
    while (part.find()) {
      Duration unit = unit(part.group(2));
      Optional<Long> amount = parseLong(part.group(1));
      if (amount.isEmpty() || unit.compareTo(lastUnit) >= 0) {
        return Optional.empty();
      }
      lastUnit = unit;
      Optional<Duration> next = plus(sum, unit, amount.get());
      if (next.isEmpty()) {
        return next;
      }
      sum = next.get();
    }
    return Optional.of(sum);
  }

  private static Optional<Duration> plus(Duration sum, Duration unit, long amount) {
    try {
      long milliseconds = Math.multiplyExact(unit.toMillis(), amount);
      return Optional.of(Duration.ofMillis(Math.addExact(sum.toMillis(), milliseconds)));
    } catch (ArithmeticException overflow) {
      return Optional.empty();
    }
  }

  private static Duration unit(String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }

  private static Optional<Long> parseLong(String digits) {
    try {
      return Optional.of(Long.parseLong(digits));
    } catch (NumberFormatException overflow) {
      return Optional.empty();
    }
  }

  /** Returns the error for a literal of the right form whose value is out of range. */
  static Diagnostic outOfRange(String text, Span span) {
    boolean duration = DURATION_PART.matcher(text).lookingAt();
    String message = "`" + shorten(text) + "` is out of range" + (duration ? " or order" : "");
    Diagnostic error = Diagnostic.error(Code.S004, span, message);
    if (text.endsWith("%")) {
      return error;
    }
    return duration
        ? error.hint("units go from large to small, each at most once: `1h30m`")
        : error.hint("the largest integer is " + Long.MAX_VALUE);
  }

  /** Returns the error for a literal that is neither number nor duration nor percent. */
  static Diagnostic malformed(String text, Span span) {
    return Diagnostic.error(
            Code.S004, span, "`" + shorten(text) + "` is not a number, duration or percent")
        .hint(repair(text));
  }

  private static String repair(String text) {
    Matcher longUnit = LONG_UNIT.matcher(text);
    if (FRACTION_OF_UNIT.matcher(text).matches()) {
      return "a duration has whole numbers: `1500ms`, `1m30s`";
    }
    if (longUnit.matches()) {
      String unit = longUnit.group(2);
      return "write `"
          + longUnit.group(1)
          + (unit.startsWith("ms") || unit.startsWith("mil") ? "ms" : unit.substring(0, 1))
          + "`";
    }
    if (text.matches("[0-9]+\\.[0-9]+")) {
      return "only a percentage has a fraction: `" + shorten(text) + "%`";
    }
    if (text.matches("[0-9_]+")) {
      return "write the digits without `_`";
    }
    return text.matches("[0-9]+\\.[0-9.]+")
        ? "a version or an address is a string: `\"" + shorten(text) + "\"`"
        : "units are ms s m h d, as in `500ms` and `1h30m`; a name does not begin with a digit";
  }

  private static String shorten(String text) {
    return text.length() <= 30 ? text : text.substring(0, 29) + "…";
  }
}
