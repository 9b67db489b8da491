package dev.bounce.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of the language. Immutable; {@link Texts} makes text of it. */
public sealed interface Value {
  /** Text. */
  record StringValue(String text) implements Value {}

  /** A whole number. */
  record IntegerValue(long number) implements Value {}

  /** True or false. */
  record BooleanValue(boolean truth) implements Value {}

  /** A length of time, possibly negative while it is being computed with. */
  record DurationValue(Duration duration) implements Value {}

  /**
   * A share of a hundred; {@code 12.5%} holds 12.5. Equal however many zeros it was written with.
   */
  record PercentValue(BigDecimal percent) implements Value {
    /** Removes zeros that say nothing. */
    public PercentValue {
      percent = percent.stripTrailingZeros();
    }
  }

  /** Values in an order. */
  record ListValue(List<Value> elements) implements Value {
    /** Copies the list. */
    public ListValue {
      elements = List.copyOf(elements);
    }
  }

  /** Values by name, in the order in which they were given. Observations are maps too. */
  record MapValue(Map<String, Value> entries) implements Value {
    /** Copies the map and keeps its order. */
    public MapValue {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  /** A word of an enum. */
  record WordValue(String word) implements Value {}

  /** Text that is masked wherever it would be shown. */
  record SecretValue(String text) implements Value {
    @Override
    public String toString() {
      return "SecretValue[•••]";
    }
  }

  /**
   * A service.
   *
   * @param key what the plan calls it: its name, unique within a plan
   */
  record ServiceValue(String key) implements Value {}

  /**
   * A member of a service.
   *
   * @param service the key of the service
   * @param name what the backend calls the member
   * @param index its place among the members, from zero
   */
  record MemberValue(String service, String name, int index) implements Value {}

  /** A host, by name. */
  record HostValue(String name) implements Value {}

  /** A service manager, by name. */
  record BackendValue(String name) implements Value {}

  /** What an absent key gives; only {@code is missing} and {@code ??} take it. */
  record MissingValue(String what) implements Value {}
}
