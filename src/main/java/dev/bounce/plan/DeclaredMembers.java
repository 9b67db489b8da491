package dev.bounce.plan;

import dev.bounce.backend.Backend;
import dev.bounce.backend.Settings;
import dev.bounce.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the members of a service where its declaration alone tells them. */
public final class DeclaredMembers {
  private DeclaredMembers() {}

  /** Returns the names of the members in order; nothing where only the run can know them. */
  public static Optional<List<String>> of(ServicePlan service, Map<String, Backend> backends) {
    Backend backend = backends.get(service.backend());
    if (backend == null) {
      return Optional.empty();
    }
    Map<String, Value> values = new LinkedHashMap<>();
    service
        .settings()
        .forEach((name, formula) -> formula.known().ifPresent(value -> values.put(name, value)));
    boolean incomplete = values.size() < service.settings().size();
    return incomplete
        ? Optional.empty()
        : backend.declaredMembers(new Settings(service.name(), values));
  }
}
