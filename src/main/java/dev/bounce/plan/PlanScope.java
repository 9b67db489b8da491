package dev.bounce.plan;

import dev.bounce.library.LoadedModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names that can be seen from a place of a module while it is planned. */
final class PlanScope {
  private final @Nullable PlanScope outer;
  private final LoadedModule module;
  private final Map<String, Meaning> meanings = new HashMap<>();
  private final List<Meaning.Service> services = new ArrayList<>();

  private PlanScope(@Nullable PlanScope outer, LoadedModule module) {
    this.outer = outer;
    this.module = module;
  }

  static PlanScope of(LoadedModule module) {
    return new PlanScope(null, module);
  }

  PlanScope inner() {
    return new PlanScope(this, module);
  }

  LoadedModule module() {
    return module;
  }

  Optional<Meaning> find(String name) {
    for (PlanScope scope = this; scope != null; scope = scope.outer) {
      Meaning meaning = scope.meanings.get(name);
      if (meaning != null) {
        return Optional.of(meaning);
      }
    }
    return Optional.empty();
  }

  void declare(String name, Meaning meaning) {
    meanings.put(name, meaning);
    if (meaning instanceof Meaning.Service service) {
      services.add(service);
    }
  }

  /** Returns the services that can be seen, those of outer scopes first, in declared order. */
  List<Meaning.Service> services() {
    List<Meaning.Service> all = new ArrayList<>(outer == null ? List.of() : outer.services());
    all.addAll(services);
    return all;
  }
}
