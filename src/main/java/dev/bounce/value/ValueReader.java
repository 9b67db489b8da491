package dev.bounce.value;

import dev.bounce.value.Value.BackendValue;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values as a command line writes them: {@code 45s}, {@code 25%}, {@code a,b}. */
public final class ValueReader {
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)%");
  private static final Pattern DURATION = Pattern.compile("(?:[0-9]{1,9}(?:ms|s|m|h|d))+");
  private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");

  /** More could not be read without the matcher's recursion becoming too deep. */
  private static final int LONGEST_DURATION = 100;

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

  private ValueReader() {}

  /** Returns the value of a type that a text stands for; nothing where it stands for none. */
  public static Optional<Value> read(String text, Type type) {
    return switch (type) {
      case Type.Simple simple -> simple(text, simple);
      case Type.EnumOf(List<String> words) ->
          words.contains(text) ? Optional.of(new WordValue(text)) : Optional.empty();
      case Type.ListOf(Type element) -> list(text, element);
      case Type.MapOf _, Type.RecordOf _, Type.OneOf _ -> Optional.empty();
    };
  }

  private static Optional<Value> simple(String text, Type.Simple type) {
    return switch (type) {
      case STRING, PATH, WORD, ANY, SERVICE, TARGET, HOST, PLACE ->
          Optional.of(new StringValue(text));
      case SECRET -> Optional.of(new SecretValue(text));
      case INTEGER -> integer(text);
      case BOOLEAN, FLAG -> truth(text);
      case DURATION -> duration(text).map(DurationValue::new);
      case PERCENT -> percent(text);
      case COUNT -> percent(text).or(() -> integer(text));
      case BACKEND -> Optional.of(new BackendValue(text));
      case BLOCK, MEMBER, NAME, RAMP -> Optional.empty();
    };
  }

  private static Optional<Value> integer(String text) {
    return INTEGER.matcher(text).matches()
        ? Optional.of(new IntegerValue(Long.parseLong(text)))
        : Optional.empty();
  }

  private static Optional<Value> truth(String text) {
    return text.equals("true") || text.equals("false")
        ? Optional.of(new BooleanValue(text.equals("true")))
        : Optional.empty();
  }

  private static Optional<Value> percent(String text) {
    Matcher matcher = PERCENT.matcher(text);
    return matcher.matches()
        ? Optional.of(new PercentValue(new BigDecimal(matcher.group(1))))
        : Optional.empty();
  }

  /** Returns the length of time that a text such as {@code 1h30m} stands for. */
  public static Optional<Duration> duration(String text) {
    if (text.length() > LONGEST_DURATION || !DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration total = Duration.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      long amount = Long.parseLong(parts.group(1));
      total =
          total.plus(
              switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
              });
    }
    return Optional.of(total);
  }

  private static Optional<Value> list(String text, Type element) {
    List<Value> elements = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      Optional<Value> value = read(part.strip(), element);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      elements.add(value.get());
    }
    return Optional.of(new ListValue(elements));
  }
}
