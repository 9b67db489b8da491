package dev.bounce.run;

import dev.bounce.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values by name, over those of an outer scope. Tasks may share one. */
final class Scope {
  private final Optional<Scope> outer;
  private final Map<String, Value> own = Collections.synchronizedMap(new LinkedHashMap<>());

  Scope() {
    this.outer = Optional.empty();
  }

  private Scope(Scope outer) {
    this.outer = Optional.of(outer);
  }

  /** Returns a scope over this one; what is bound there is not seen here. */
  Scope inner() {
    return new Scope(this);
  }

  void bind(String name, Value value) {
    own.put(name, value);
  }

  /** Returns everything that is bound, the outer names first. */
  Map<String, Value> all() {
    Map<String, Value> all = outer.map(Scope::all).orElseGet(LinkedHashMap::new);
    synchronized (own) {
      all.putAll(own);
    }
    return all;
  }
}
