package dev.bounce.check;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.PropertySpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the checker has to know of backends: their names, properties and actions. */
public final class BackendFacts {
  /** Backends of the language that this version cannot drive. */
  public static final List<String> LATER = List.of("puma", "systemd");

  private final Map<String, Backend> backends = new LinkedHashMap<>();

  /** Returns the facts about these backends. */
  public BackendFacts(Collection<Backend> backends) {
    backends.forEach(backend -> this.backends.put(backend.name(), backend));
  }

  /** Tells whether this version can drive it. */
  boolean isKnown(String name) {
    return backends.containsKey(name);
  }

  /** Tells whether the language has it and this version cannot drive it. */
  boolean isLater(String name) {
    return LATER.contains(name) && !backends.containsKey(name);
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>(backends.keySet());
    names.addAll(LATER);
    return names;
  }

  /** Returns the property of that name that any of the backends has. */
  Optional<PropertySpec> property(Collection<String> among, String property) {
    return among.stream()
        .map(name -> Optional.ofNullable(backends.get(name)))
        .flatMap(Optional::stream)
        .flatMap(backend -> backend.properties().stream())
        .filter(spec -> spec.name().equals(property))
        .findFirst();
  }

  /** Returns the names of all properties that any of the backends has. */
  Set<String> properties(Collection<String> among) {
    Set<String> names = new TreeSet<>();
    for (String name : among) {
      Backend backend = backends.get(name);
      if (backend != null) {
        backend.properties().forEach(spec -> names.add(spec.name()));
      }
    }
    return names;
  }

  /** Tells whether members of the backend have an inside. */
  boolean hasInside(String name) {
    Backend backend = backends.get(name);
    return backend == null || backend.hasInside();
  }

  /** Tells whether the backend can carry out the action. */
  boolean supports(String name, Action action) {
    Backend backend = backends.get(name);
    return backend == null || backend.actions().contains(action);
  }
}
