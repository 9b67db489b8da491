package dev.bounce.value;

import dev.bounce.value.Value.BackendValue;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.HostValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.MissingValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes text of values: as a program uses them, and as a person is shown them. */
public final class Texts {
  /** What stands in the place of a secret. */
  public static final String MASK = "•••";

  private Texts() {}

  /** Returns the text that an interpolation inserts; that of a secret is the secret itself. */
  public static String plain(Value value) {
    return switch (value) {
      case StringValue(String text) -> text;
      case SecretValue(String text) -> text;
      case IntegerValue(long number) -> Long.toString(number);
      case BooleanValue(boolean truth) -> Boolean.toString(truth);
      case DurationValue(Duration duration) -> duration(duration);
      case PercentValue(var percent) -> percent.toPlainString() + "%";
      case ListValue(List<Value> elements) -> list(elements.stream().map(Texts::plain).toList());
      case MapValue(Map<String, Value> entries) -> {
        List<String> texts = new ArrayList<>();
        entries.forEach((key, entry) -> texts.add(key + ": " + plain(entry)));
        yield texts.isEmpty() ? "[:]" : list(texts);
      }
      case WordValue(String word) -> word;
      case ServiceValue(String key) -> key;
      case MemberValue member -> member.name();
      case HostValue(String name) -> name;
      case BackendValue(String name) -> name;
      case MissingValue(String what) -> "";
    };
  }

  /** Returns the text that a plan, a report or an error shows: strings quoted, secrets masked. */
  public static String shown(Value value) {
    return switch (value) {
      case StringValue(String text) -> quoted(text);
      case SecretValue _ -> MASK;
      case ListValue(List<Value> elements) -> list(elements.stream().map(Texts::shown).toList());
      case MapValue(Map<String, Value> entries) -> {
        List<String> texts = new ArrayList<>();
        entries.forEach((key, entry) -> texts.add(key + ": " + shown(entry)));
        yield texts.isEmpty() ? "[:]" : list(texts);
      }
      case MissingValue(String what) -> what + " is missing";
      case IntegerValue _,
          BooleanValue _,
          DurationValue _,
          PercentValue _,
          WordValue _,
          ServiceValue _,
          MemberValue _,
          HostValue _,
          BackendValue _ ->
          plain(value);
    };
  }

  /** Returns a length of time as the language writes it: {@code 1h30m}, {@code 500ms}. */
  public static String duration(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    StringBuilder text = new StringBuilder(duration.isNegative() ? "-" : "");
    Duration rest = duration.abs();
    append(text, rest.toDays(), "d");
    append(text, rest.toHoursPart(), "h");
    append(text, rest.toMinutesPart(), "m");
    append(text, rest.toSecondsPart(), "s");
    append(text, rest.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  /** Returns a text in double quotes, so that it could stand in a runbook. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (Character.isISOControl(character)) {
            quoted.append("\\u%04x".formatted((int) character));
          } else {
            quoted.append(character);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount != 0) {
      text.append(amount).append(unit);
    }
  }

  private static String list(List<String> texts) {
    return "[" + String.join(", ", texts) + "]";
  }
}
