package dev.bounce.plan;

import dev.bounce.diag.Span;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes a target apart into its services, and tells which of them come after which. */
final class TargetSplitter {
  private final PlanState state;
  private final ServicePlanner services;

  TargetSplitter(PlanState state, ServicePlanner services) {
    this.state = state;
    this.services = services;
  }

  /**
   * Returns the services of a target, each behind those that it comes after; nothing where only the
   * run could tell which services these are.
   */
  Optional<List<TargetPart>> split(Formula target) {
    Map<String, List<Formula>> elements = new LinkedHashMap<>();
    for (Formula element : elements(target).toList()) {
      List<String> keys = TargetServices.of(element, state.hooks().members());
      if (keys.size() != 1) {
        return Optional.empty();
      }
      elements.computeIfAbsent(keys.getFirst(), _ -> new ArrayList<>()).add(element);
    }
    return Optional.of(inOrder(elements));
  }

  private static Stream<Formula> elements(Formula target) {
    if (target instanceof Formula.Elements(List<Formula> elements)) {
      return elements.stream().flatMap(TargetSplitter::elements);
    }
    return target.known().orElse(null) instanceof ListValue(List<Value> values)
        ? values.stream().map(Formula.Constant::new).flatMap(TargetSplitter::elements)
        : Stream.of(target);
  }

  /** Declarations form no circle, so that there is always one whose turn it is. */
  private List<TargetPart> inOrder(Map<String, List<Formula>> elements) {
    Map<String, Set<String>> after = after(elements.keySet());
    Set<String> left = new LinkedHashSet<>(elements.keySet());
    List<TargetPart> parts = new ArrayList<>();
    while (!left.isEmpty()) {
      String next =
          left.stream()
              .filter(key -> after.getOrDefault(key, Set.of()).stream().noneMatch(left::contains))
              .findFirst()
              .orElseThrow();
      left.remove(next);
      List<Formula> named = elements.getOrDefault(next, List.of());
      Formula part = named.size() == 1 ? named.getFirst() : TargetPlanner.flatten(named);
      parts.add(new TargetPart(next, part, direct(next, after)));
    }
    return parts;
  }

  private Map<String, Set<String>> after(Set<String> keys) {
    Map<Span, List<String>> byPlace = new HashMap<>();
    for (String key : keys) {
      services
          .declaration(key)
          .ifPresent(service ->
              byPlace
                  .computeIfAbsent(ServiceOrder.place(service), _ -> new ArrayList<>())
                  .add(key));
    }
    Map<String, Set<String>> after = new HashMap<>();
    for (String key : keys) {
      Set<String> earlier = new LinkedHashSet<>();
      services.declaration(key).map(ServiceOrder::before).stream()
          .flatMap(Set::stream)
          .forEach(place -> earlier.addAll(byPlace.getOrDefault(place, List.of())));
      after.put(key, earlier);
    }
    return after;
  }

  /** Leaves out what others of them come after anyway. */
  private static List<String> direct(String key, Map<String, Set<String>> after) {
    Set<String> earlier = after.getOrDefault(key, Set.of());
    return earlier.stream()
        .filter(one ->
            earlier.stream().noneMatch(other -> after.getOrDefault(other, Set.of()).contains(one)))
        .toList();
  }
}
