package dev.bounce.backend;

import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The properties of one service, computed, as its backend reads them.
 *
 * <p>The checker has seen their types, so an accessor that meets another one is an error of bounce.
 *
 * @param service the name of the service; what the backend looks up where no property says it
 * @param values by property name; a property that differs between members stands once for each, as
 *     {@code property@INDEX}
 */
public record Settings(String service, Map<String, Value> values) {
  /** Copies the map and keeps its order. */
  public Settings {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Returns the settings of one member: each {@code property@INDEX} of its index stands in place of
   * {@code property}, which holds where there is none.
   *
   * @param index its place among the members, from zero
   */
  public Settings member(int index) {
    Map<String, Value> own = new LinkedHashMap<>(values);
    String suffix = "@" + index;
    values.forEach((name, value) -> {
      if (name.endsWith(suffix)) {
        own.put(name.substring(0, name.length() - suffix.length()), value);
      }
    });
    return new Settings(service, own);
  }

  /** Returns these settings without all other properties; what differs between members stays. */
  public Settings only(Set<String> properties) {
    Map<String, Value> kept = new LinkedHashMap<>(values);
    kept.keySet().removeIf(name -> !properties.contains(name.split("@", 2)[0]));
    return new Settings(service, kept);
  }

  /** Returns a text, also a secret one. */
  public Optional<String> text(String property) {
    return Optional.ofNullable(values.get(property)).map(Settings::text);
  }

  /** Returns a whole number. */
  public Optional<Long> number(String property) {
    return Optional.ofNullable(values.get(property)).map(value -> ((IntegerValue) value).number());
  }

  /** Returns a length of time. */
  public Optional<Duration> duration(String property) {
    return Optional.ofNullable(values.get(property))
        .map(value -> ((DurationValue) value).duration());
  }

  /** Returns whether a property is true; absent is false. */
  public boolean isSet(String property) {
    return values.get(property) instanceof BooleanValue(boolean truth) && truth;
  }

  /** Returns texts: those of a list, a single one as a list of one, none when absent. */
  public List<String> texts(String property) {
    Value value = values.get(property);
    if (value == null) {
      return List.of();
    }
    return value instanceof ListValue(List<Value> elements)
        ? elements.stream().map(Settings::text).toList()
        : List.of(text(value));
  }

  /** Returns the texts of a map, none when absent. */
  public Map<String, String> map(String property) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (values.get(property) instanceof MapValue(Map<String, Value> entries)) {
      entries.forEach((key, value) -> texts.put(key, text(value)));
    }
    return texts;
  }

  private static String text(Value value) {
    return switch (value) {
      case StringValue(String text) -> text;
      case SecretValue(String text) -> text;
      case IntegerValue(long number) -> Long.toString(number);
      case Value.BooleanValue _, Value.DurationValue _, Value.PercentValue _, Value.WordValue _ ->
          Texts.plain(value);
      case Value.ListValue _,
          Value.MapValue _,
          Value.ServiceValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ ->
          throw new IllegalArgumentException("not a text: " + value);
    };
  }
}
