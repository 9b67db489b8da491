package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Span;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps secrets secret in what is computed of them. */
public final class Secrets {
  private Secrets() {}

  /** Tells whether a value is secret, or holds what is. */
  public static boolean isIn(Value value) {
    return switch (value) {
      case SecretValue _ -> true;
      case ListValue(List<Value> elements) -> elements.stream().anyMatch(Secrets::isIn);
      case MapValue(Map<String, Value> entries) ->
          entries.values().stream().anyMatch(Secrets::isIn);
      case StringValue _,
          Value.IntegerValue _,
          BooleanValue _,
          Value.DurationValue _,
          Value.PercentValue _,
          Value.WordValue _,
          Value.ServiceValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ ->
          false;
    };
  }

  /**
   * Returns the error about a secret in a list that is known, and will be an argument vector.
   *
   * @param instead how the secret is given in the environment there
   */
  public static Optional<Diagnostic> inArguments(Formula arguments, Span span, String instead) {
    return arguments
        .known()
        .filter(value -> value instanceof ListValue && isIn(value))
        .map(_ ->
            Diagnostic.error(Code.C035, span, "a secret stands in this argument vector")
                .because("every user of the machine can read the arguments of a process")
                .hint("give it in the environment: `" + instead + "`"));
  }

  /** Returns a text that was computed of values; secret if any of them is. */
  static Value text(String text, Value... origins) {
    return Arrays.stream(origins).anyMatch(Secrets::isIn)
        ? new SecretValue(text)
        : new StringValue(text);
  }

  /** Returns what was read out of a text; if that is secret, so is every text and number in it. */
  static Value taken(Value part, Value origin) {
    return isIn(origin) ? hidden(part) : part;
  }

  private static Value hidden(Value value) {
    return switch (value) {
      case ListValue(List<Value> elements) ->
          new ListValue(elements.stream().map(Secrets::hidden).toList());
      case MapValue(Map<String, Value> entries) -> {
        Map<String, Value> hidden = new LinkedHashMap<>();
        entries.forEach((key, entry) -> hidden.put(key, hidden(entry)));
        yield new MapValue(hidden);
      }
      case BooleanValue _, Value.MissingValue _, SecretValue _ -> value;
      case StringValue _,
          Value.IntegerValue _,
          Value.DurationValue _,
          Value.PercentValue _,
          Value.WordValue _,
          Value.ServiceValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _ ->
          new SecretValue(Texts.plain(value));
    };
  }
}
