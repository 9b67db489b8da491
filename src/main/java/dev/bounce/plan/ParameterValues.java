package dev.bounce.plan;

import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BackendValue;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes values that come from outside of a runbook what its parameters are declared to be. */
final class ParameterValues {
  private ParameterValues() {}

  /** Returns the value as one of the type; nothing where it is none. */
  static Optional<Value> conform(Value value, Type type) {
    return switch (type) {
      case Type.Simple simple -> simple(value, simple);
      case Type.EnumOf(List<String> words) ->
          text(value).filter(words::contains).map(WordValue::new);
      case Type.ListOf(Type element) -> list(value, element);
      case Type.MapOf(Type element) -> map(value, element);
      case Type.RecordOf _, Type.OneOf _ -> Optional.empty();
    };
  }

  private static Optional<Value> simple(Value value, Type.Simple type) {
    return switch (type) {
      case STRING, PATH, WORD -> text(value).map(StringValue::new);
      case SERVICE, TARGET, HOST, PLACE ->
          text(value).filter(name -> !name.isBlank()).map(StringValue::new);
      case SECRET -> text(value).map(SecretValue::new);
      case BACKEND -> text(value).map(BackendValue::new);
      case INTEGER -> only(value, value instanceof IntegerValue);
      case BOOLEAN, FLAG -> only(value, value instanceof BooleanValue);
      case DURATION -> only(value, value instanceof DurationValue);
      case PERCENT -> only(value, value instanceof PercentValue);
      case COUNT, RAMP ->
          only(value, value instanceof IntegerValue || value instanceof PercentValue);
      case ANY -> Optional.of(value);
      case MEMBER, BLOCK, NAME -> Optional.empty();
    };
  }

  private static Optional<Value> only(Value value, boolean fits) {
    return fits ? Optional.of(value) : Optional.empty();
  }

  private static Optional<String> text(Value value) {
    boolean isText =
        value instanceof StringValue
            || value instanceof SecretValue
            || value instanceof WordValue
            || value instanceof BackendValue;
    return isText ? Optional.of(Texts.plain(value)) : Optional.empty();
  }

  private static Optional<Value> list(Value value, Type element) {
    if (!(value instanceof ListValue(List<Value> values))) {
      return Optional.empty();
    }
    List<Value> elements = new ArrayList<>();
    for (Value one : values) {
      Optional<Value> fitting = conform(one, element);
      if (fitting.isEmpty()) {
        return Optional.empty();
      }
      elements.add(fitting.get());
    }
    return Optional.of(new ListValue(elements));
  }

  private static Optional<Value> map(Value value, Type element) {
    if (!(value instanceof MapValue(Map<String, Value> values))) {
      return Optional.empty();
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Value> entry : values.entrySet()) {
      Optional<Value> fitting = conform(entry.getValue(), element);
      if (fitting.isEmpty()) {
        return Optional.empty();
      }
      entries.put(entry.getKey(), fitting.get());
    }
    return Optional.of(new MapValue(entries));
  }

  /** Tells whether values of the type are secret, or hold what is. */
  static boolean isSecret(Type type) {
    return switch (type) {
      case Type.Simple simple -> simple == Type.SECRET;
      case Type.ListOf(Type element) -> isSecret(element);
      case Type.MapOf(Type element) -> isSecret(element);
      case Type.RecordOf _, Type.EnumOf _, Type.OneOf _ -> false;
    };
  }

  /** Tells whether values of the type are names of services, which a plan has to know. */
  static boolean namesServices(Type type) {
    return type == Type.SERVICE
        || type == Type.TARGET
        || (type instanceof Type.ListOf(Type element) && namesServices(element));
  }

  /** Returns the name of a backend that this version does not drive, where the value is one. */
  static Optional<String> unknownBackend(Optional<Value> value, Set<String> known) {
    return value.orElse(null) instanceof BackendValue(String name) && !known.contains(name)
        ? Optional.of(name)
        : Optional.empty();
  }
}
