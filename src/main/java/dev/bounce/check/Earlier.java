package dev.bounce.check;

import dev.bounce.value.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a program may use although its text does not say it, because earlier entries of the same
 * session did.
 *
 * @param names the types of the names that have a value
 * @param backends the backends that were named; they decide for an undeclared service like those
 *     that the program names itself
 */
public record Earlier(Map<String, Type> names, Set<String> backends) {
  /** There was nothing before: a file. */
  public static final Earlier NONE = new Earlier(Map.of(), Set.of());

  /** Copies the collections and keeps their order. */
  public Earlier {
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    backends = Collections.unmodifiableSet(new LinkedHashSet<>(backends));
  }
}
