package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.StringValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts names into an order in which each stands behind all that it needs, also by way of what is
 * not among the names. Where that leaves a choice, the order that was given holds.
 */
final class DependencyOrder {
  private static final int LIMIT = 5_000;

  private final List<String> names;
  private final Set<String> named;
  private final Map<String, Set<String>> needs = new LinkedHashMap<>();

  /** Who all of {@code when} are there, and none of {@code unless}, needs all of {@code needs}. */
  private record Requirement(List<String> when, List<String> needs, List<String> unless) {}

  private DependencyOrder(List<String> names, List<Requirement> requirements) {
    this.names = names;
    this.named = Set.copyOf(names);
    Set<String> there = new LinkedHashSet<>(names);
    Set<Requirement> open = new LinkedHashSet<>(requirements);
    // What is needed is there, and may need more in its turn.
    while (open.removeIf(requirement -> applies(requirement, there))) {
      needs.values().forEach(there::addAll);
    }
  }

  private boolean applies(Requirement requirement, Set<String> there) {
    if (!there.containsAll(requirement.when())) {
      return false;
    }
    if (requirement.unless().stream().noneMatch(named::contains)) {
      for (String name : requirement.when()) {
        needs.computeIfAbsent(name, _ -> new LinkedHashSet<>()).addAll(requirement.needs());
      }
    }
    return true;
  }

  /**
   * Returns the names in order.
   *
   * @param names texts, each once
   * @param requirements a map from a name to the names that it needs, or a list of maps of {@code
   *     when}, {@code needs} and {@code unless}
   * @throws EvaluationException P004 when they need each other in a circle, which it names
   */
  static ListValue of(Value names, Value requirements) throws EvaluationException {
    List<String> texts = texts(names).stream().distinct().toList();
    if (texts.size() > LIMIT) {
      throw new EvaluationException(Code.P004, "an order has at most " + LIMIT + " names");
    }
    List<String> order = new DependencyOrder(texts, requirements(requirements)).order();
    return new ListValue(order.stream().<Value>map(StringValue::new).toList());
  }

  private static List<Requirement> requirements(Value value) throws EvaluationException {
    List<Requirement> requirements = new ArrayList<>();
    if (value instanceof MapValue(Map<String, Value> entries)) {
      for (Map.Entry<String, Value> entry : entries.entrySet()) {
        requirements.add(
            new Requirement(List.of(entry.getKey()), texts(entry.getValue()), List.of()));
      }
      return requirements;
    }
    for (Value part : Operators.items(value)) {
      if (!(part instanceof MapValue(Map<String, Value> entries))
          || entries.get("when") == null
          || entries.get("needs") == null) {
        throw new EvaluationException(
            Code.C007, Texts.shown(part) + " has no `when` and `needs`, as a requirement has");
      }
      requirements.add(
          new Requirement(
              texts(entries.getOrDefault("when", NOTHING)),
              texts(entries.getOrDefault("needs", NOTHING)),
              texts(entries.getOrDefault("unless", NOTHING))));
    }
    return requirements;
  }

  private static final ListValue NOTHING = new ListValue(List.of());

  private static List<String> texts(Value value) throws EvaluationException {
    List<String> texts = new ArrayList<>();
    for (Value item : Operators.isText(value) ? List.of(value) : Operators.items(value)) {
      texts.add(Texts.plain(item));
    }
    return texts;
  }

  private List<String> order() throws EvaluationException {
    Map<String, Set<String>> open = new LinkedHashMap<>();
    Map<String, List<String>> neededBy = new LinkedHashMap<>();
    for (String name : names) {
      Set<String> needed = neededOf(name);
      open.put(name, needed);
      needed.forEach(it -> neededBy.computeIfAbsent(it, _ -> new ArrayList<>()).add(name));
    }
    Map<String, Integer> given = new LinkedHashMap<>();
    names.forEach(name -> given.put(name, given.size()));
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    open.forEach((name, needed) -> addIfReady(needed, given.getOrDefault(name, 0), ready));
    List<String> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      String name = names.get(ready.remove());
      order.add(name);
      open.remove(name);
      for (String waiting : neededBy.getOrDefault(name, List.of())) {
        Set<String> needed = open.getOrDefault(waiting, new LinkedHashSet<>());
        needed.remove(name);
        addIfReady(needed, given.getOrDefault(waiting, 0), ready);
      }
    }
    if (!open.isEmpty()) {
      throw circle(open);
    }
    return order;
  }

  private static void addIfReady(Set<String> needed, int position, PriorityQueue<Integer> ready) {
    if (needed.isEmpty()) {
      ready.add(position);
    }
  }

  /** Returns the names that a name needs, looking through what is not among them. */
  private Set<String> neededOf(String name) {
    Set<String> found = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(needs.getOrDefault(name, Set.of()));
    while (!open.isEmpty()) {
      String needed = open.removeFirst();
      if (named.contains(needed)) {
        found.add(needed);
      } else if (seen.add(needed)) {
        open.addAll(needs.getOrDefault(needed, Set.of()));
      }
    }
    return found;
  }

  private static EvaluationException circle(Map<String, Set<String>> open) {
    List<String> path = new ArrayList<>();
    String name = open.keySet().iterator().next();
    while (!path.contains(name)) {
      path.add(name);
      name = open.getOrDefault(name, Set.of()).iterator().next();
    }
    List<String> circle = path.subList(path.indexOf(name), path.size());
    String text =
        circle.stream().map(it -> "`" + it + "` needs ").collect(Collectors.joining())
            + "`"
            + name
            + "`";
    return new EvaluationException(Code.P004, "there is no order: " + text);
  }
}
