package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Bounds what values may grow to: {@code let b = "${a}${a}"} doubles, line by line. */
final class Sizes {
  /** How many characters a text may have. */
  static final int TEXT_LIMIT = 4 << 20;

  /** How many elements and entries a value may have in all. */
  static final int ELEMENT_LIMIT = 100_000;

  private Sizes() {}

  /**
   * Returns the value.
   *
   * @throws EvaluationException P004 when it is too large
   */
  static Value check(Value value) throws EvaluationException {
    Deque<Value> open = new ArrayDeque<>();
    open.push(value);
    int elements = 0;
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case StringValue(String text) -> checkLength(text.length());
        case SecretValue(String text) -> checkLength(text.length());
        case ListValue(List<Value> parts) -> {
          elements = count(elements, parts.size());
          parts.forEach(open::push);
        }
        case MapValue(Map<String, Value> entries) -> {
          elements = count(elements, entries.size());
          entries.values().forEach(open::push);
        }
        case Value.IntegerValue _,
            Value.BooleanValue _,
            Value.DurationValue _,
            Value.PercentValue _,
            Value.WordValue _,
            Value.ServiceValue _,
            Value.MemberValue _,
            Value.HostValue _,
            Value.BackendValue _,
            Value.MissingValue _ -> {}
      }
    }
    return value;
  }

  /** Refuses a text of more characters than {@link #TEXT_LIMIT}. */
  static void checkLength(long length) throws EvaluationException {
    if (length > TEXT_LIMIT) {
      throw new EvaluationException(
          Code.P004, "the text would have more than " + TEXT_LIMIT + " characters");
    }
  }

  private static int count(int before, int more) throws EvaluationException {
    if (before + (long) more > ELEMENT_LIMIT) {
      throw new EvaluationException(
          Code.P004, "the value would have more than " + ELEMENT_LIMIT + " elements");
    }
    return before + more;
  }
}
