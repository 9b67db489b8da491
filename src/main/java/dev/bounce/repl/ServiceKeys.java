package dev.bounce.repl;

import dev.bounce.value.Value;
import java.util.HashSet;
import java.util.Set;

/** Finds the services that a value refers to. */
final class ServiceKeys {
  private final Set<String> keys = new HashSet<>();

  private ServiceKeys() {}

  /** Returns their keys. */
  static Set<String> of(Value value) {
    ServiceKeys found = new ServiceKeys();
    found.visit(value);
    return found.keys;
  }

  private void visit(Value value) {
    switch (value) {
      case Value.ServiceValue(String key) -> keys.add(key);
      case Value.MemberValue member -> keys.add(member.service());
      case Value.ListValue(var elements) -> elements.forEach(this::visit);
      case Value.MapValue(var entries) -> entries.values().forEach(this::visit);
      case Value.StringValue _,
          Value.IntegerValue _,
          Value.BooleanValue _,
          Value.DurationValue _,
          Value.PercentValue _,
          Value.WordValue _,
          Value.SecretValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ -> {}
    }
  }
}
