package dev.bounce.plan;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes what only an observation can tell out of what a plan says: which members a target means,
 * which settings a backend gets. Pure; the preview of a live plan and the run use these very
 * functions.
 */
public final class Expansion {
  private Expansion() {}

  /**
   * A service, or some of its members.
   *
   * @param service the key of the service
   * @param members none for all of them
   */
  public record Selection(String service, List<MemberValue> members) {
    /** Copies the list. */
    public Selection {
      members = List.copyOf(members);
    }

    /**
     * Returns what was selected of all members of the service, in the order of the backend.
     *
     * @throws EvaluationException P008 when the service has no member, P011 when it lacks one that
     *     was asked for
     */
    public List<MemberState> of(List<MemberState> all) throws EvaluationException {
      if (all.isEmpty()) {
        throw new EvaluationException(Code.P008, service + " has no members");
      }
      if (members.isEmpty()) {
        return List.copyOf(all);
      }
      List<String> names = members.stream().map(MemberValue::name).toList();
      List<String> known = all.stream().map(MemberState::member).toList();
      for (String name : names) {
        if (!known.contains(name)) {
          throw new EvaluationException(
              Code.P011, service + " has no member " + name + ", only " + String.join(", ", known));
        }
      }
      return all.stream().filter(state -> names.contains(state.member())).toList();
    }
  }

  /**
   * Returns what a target means: each service once, in the order in which it is first named.
   *
   * @throws EvaluationException P008 when it is empty, P011 when it is nothing that can be acted on
   */
  public static List<Selection> selections(Value target) throws EvaluationException {
    Map<String, List<MemberValue>> found = new LinkedHashMap<>();
    List<String> whole = new ArrayList<>();
    collect(target, found, whole);
    if (found.isEmpty()) {
      throw new EvaluationException(Code.P008, "the target is empty");
    }
    List<Selection> selections = new ArrayList<>();
    found.forEach((service, members) ->
        selections.add(new Selection(service, whole.contains(service) ? List.of() : members)));
    return List.copyOf(selections);
  }

  private static void collect(
      Value target, Map<String, List<MemberValue>> found, List<String> whole)
      throws EvaluationException {
    switch (target) {
      case ServiceValue(String key) -> whole(key, found, whole);
      case StringValue(String key) -> whole(key, found, whole);
      case MemberValue member -> {
        List<MemberValue> members = found.computeIfAbsent(member.service(), _ -> new ArrayList<>());
        if (!members.contains(member)) {
          members.add(member);
        }
      }
      case ListValue(List<Value> elements) -> {
        for (Value element : elements) {
          collect(element, found, whole);
        }
      }
      case Value.MissingValue(String what) ->
          throw new EvaluationException(Code.R012, what + " is missing");
      case Value.IntegerValue _,
          Value.BooleanValue _,
          Value.DurationValue _,
          Value.PercentValue _,
          Value.MapValue _,
          Value.WordValue _,
          Value.SecretValue _,
          Value.HostValue _,
          Value.BackendValue _ ->
          throw new EvaluationException(Code.P011, "the target is not a service nor a member");
    }
  }

  private static void whole(String key, Map<String, List<MemberValue>> found, List<String> whole) {
    found.computeIfAbsent(key, _ -> new ArrayList<>());
    whole.add(key);
  }

  /**
   * Returns what a phase without a body does to the members of a batch: the backend's own rolling
   * restart, under which they go on serving, where it has one.
   */
  public static Action phaseAction(Backend backend) {
    return backend.actions().contains(Action.ROLL) ? Action.ROLL : Action.RESTART;
  }

  /** Returns the settings of a service that are the same for all of its members. */
  public static Settings settings(
      ServicePlan service, Map<String, Value> variables, Observer observer)
      throws EvaluationException {
    return new Settings(
        service.name(), values(service.settings(), variables, observer, "", service));
  }

  /**
   * Returns settings with those that depend on the member added, under {@code PROPERTY@INDEX}; in
   * their formulas the variable {@code it} is the member.
   *
   * @param members the names of all members of the service, in order
   */
  public static Settings withMembers(
      Settings settings,
      ServicePlan service,
      List<String> members,
      Map<String, Value> variables,
      Observer observer)
      throws EvaluationException {
    Map<String, Value> all = new LinkedHashMap<>(settings.values());
    Map<String, Value> bound = new LinkedHashMap<>(variables);
    for (int index = 0; index < members.size(); index++) {
      bound.put("it", new MemberValue(service.key(), members.get(index), index));
      all.putAll(values(service.memberSettings(), bound, observer, "@" + index, service));
    }
    return new Settings(settings.service(), all);
  }

  private static Map<String, Value> values(
      Map<String, Formula> formulas,
      Map<String, Value> variables,
      Observer observer,
      String suffix,
      ServicePlan service)
      throws EvaluationException {
    Map<String, Value> values = new LinkedHashMap<>();
    for (Map.Entry<String, Formula> formula : formulas.entrySet()) {
      Value value = Evaluator.evaluate(formula.getValue(), variables, observer);
      if (value instanceof Value.MissingValue(String what)) {
        throw new EvaluationException(
            Code.P012,
            "`%s` of service %s: %s is missing".formatted(formula.getKey(), service.name(), what));
      }
      values.put(formula.getKey() + suffix, value);
    }
    return values;
  }
}
