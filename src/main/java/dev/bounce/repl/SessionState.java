package dev.bounce.repl;

import dev.bounce.check.Earlier;
import dev.bounce.plan.Formula;
import dev.bounce.plan.FreeParts;
import dev.bounce.plan.Memory;
import dev.bounce.plan.ProbePlan;
import dev.bounce.plan.ServicePlan;
import dev.bounce.run.MemberReport;
import dev.bounce.syntax.Statement;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a session knows between two entries. Immutable, so that an entry with errors changes
 * nothing.
 *
 * @param declarations what was declared, each slot once; values are not among them
 * @param values what names stand for
 * @param types the types of those names
 * @param services those that were touched or that values refer to, by the key of their plans
 * @param touched the members that were touched, as they were left
 * @param backends the backends that were named so far
 */
record SessionState(
    List<Statement> declarations,
    Map<String, Value> values,
    Map<String, Type> types,
    Map<String, ServicePlan> services,
    List<MemberReport> touched,
    Set<String> backends) {
  /** What a service calls one of its members. */
  private static final String MEMBER = "it";

  /** The state of a new session. */
  static final SessionState EMPTY =
      new SessionState(List.of(), Map.of(), Map.of(), Map.of(), List.of(), Set.of());

  /** Returns what the checker may take for granted. */
  Earlier earlier() {
    return new Earlier(types, backends);
  }

  /** Returns what the planner takes over. */
  Memory memory() {
    return new Memory(values, services, !touched.isEmpty());
  }

  /**
   * Returns this state without what these statements declare anew. Values stay: {@code let x = x +
   * 1} needs the one before.
   */
  SessionState replacedBy(List<Statement> statements) {
    Set<Slot> slots = new HashSet<>();
    Set<String> newServices = new HashSet<>();
    for (Statement statement : statements) {
      Slot.of(statement).ifPresent(slots::add);
      if (statement instanceof Statement.ServiceDeclaration service) {
        newServices.add(service.name().text());
      }
    }
    List<Statement> kept =
        declarations.stream()
            .filter(statement -> Slot.of(statement).filter(slots::contains).isEmpty())
            .toList();
    Map<String, ServicePlan> known = new LinkedHashMap<>(services);
    known.values().removeIf(service -> newServices.contains(service.name()));
    return new SessionState(kept, values, types, known, touched, backends).consistent();
  }

  /** Returns this state with the declarations of an entry. */
  SessionState declaring(List<Statement> statements, Set<String> namedBackends) {
    List<Statement> more = new ArrayList<>(declarations);
    Map<String, Value> remaining = new LinkedHashMap<>(values);
    for (Statement statement : statements) {
      boolean isValue =
          statement instanceof Statement.Binding
              || statement instanceof Statement.ParameterDeclaration;
      if (!isValue && Slot.of(statement).isPresent()) {
        more.add(statement);
        Slot.of(statement)
            .filter(slot -> slot.kind() == Slot.Kind.NAME)
            .ifPresent(slot -> remaining.remove(slot.name()));
      }
    }
    Set<String> named = new LinkedHashSet<>(backends);
    named.addAll(namedBackends);
    return new SessionState(more, remaining, types, services, touched, named);
  }

  /** Returns this state with other types of names, for the checker. */
  SessionState typed(Map<String, Type> newTypes) {
    Map<String, Type> moreTypes = new LinkedHashMap<>(types);
    moreTypes.putAll(newTypes);
    return new SessionState(declarations, values, moreTypes, services, touched, backends);
  }

  /** Returns this state with values that an entry has given to names. */
  SessionState binding(Map<String, Value> newValues, Map<String, Type> newTypes) {
    Map<String, Value> moreValues = new LinkedHashMap<>(values);
    moreValues.putAll(newValues);
    Map<String, Type> moreTypes = new LinkedHashMap<>(types);
    moreTypes.putAll(newTypes);
    List<Statement> kept =
        declarations.stream()
            .filter(statement ->
                Slot.of(statement)
                    .filter(slot -> slot.kind() == Slot.Kind.NAME)
                    .filter(slot -> newValues.containsKey(slot.name()))
                    .isEmpty())
            .toList();
    return new SessionState(kept, moreValues, moreTypes, services, touched, backends);
  }

  /** Returns this state with what a run has touched, and the services that its plan knew. */
  SessionState after(List<MemberReport> nowTouched, Map<String, ServicePlan> planned) {
    Map<String, ServicePlan> known = new LinkedHashMap<>(services);
    planned.forEach((key, service) -> {
      if (isSelfContained(service)) {
        known.put(key, service);
      }
    });
    return new SessionState(declarations, values, types, known, nowTouched, backends).consistent();
  }

  /** Settings that only one run could compute mean nothing to the next one. */
  private static boolean isSelfContained(ServicePlan service) {
    List<Formula> formulas = new ArrayList<>(service.settings().values());
    formulas.addAll(service.memberSettings().values());
    service.floor().ifPresent(formulas::add);
    service.probes().forEach(probe -> formulas.addAll(formulas(probe)));
    return formulas.stream()
        .allMatch(formula -> Set.of(MEMBER).containsAll(FreeParts.variables(formula)));
  }

  private static List<Formula> formulas(ProbePlan probe) {
    return switch (probe) {
      case ProbePlan.Http http ->
          Stream.concat(
                  Stream.of(
                          Optional.of(http.url()),
                          http.status(),
                          http.bodyMatches(),
                          http.certificate(),
                          http.within())
                      .flatMap(Optional::stream),
                  Stream.of(http.json(), http.headers())
                      .flatMap(List::stream)
                      .flatMap(pair -> Stream.of(pair.name(), pair.value())))
              .toList();
      case ProbePlan.Tcp(Formula address, var within) ->
          Stream.of(Optional.of(address), within).flatMap(Optional::stream).toList();
      case ProbePlan.Command(Formula arguments, var within) ->
          Stream.of(Optional.of(arguments), within).flatMap(Optional::stream).toList();
      case ProbePlan.Backend() -> List.of();
    };
  }

  /** Drops services that nothing refers to, and what refers to a service that is not known. */
  private SessionState consistent() {
    Map<String, Value> remaining = new LinkedHashMap<>(values);
    remaining.values().removeIf(value -> !services.keySet().containsAll(ServiceKeys.of(value)));
    List<MemberReport> members =
        touched.stream().filter(member -> services.containsKey(member.service())).toList();
    Set<String> needed = new HashSet<>();
    members.forEach(member -> needed.add(member.service()));
    remaining.values().forEach(value -> needed.addAll(ServiceKeys.of(value)));
    Map<String, ServicePlan> known = new LinkedHashMap<>(services);
    known.keySet().retainAll(needed);
    Map<String, Type> named = new LinkedHashMap<>(types);
    named.keySet().retainAll(remaining.keySet());
    return new SessionState(declarations, remaining, named, known, members, backends);
  }
}
