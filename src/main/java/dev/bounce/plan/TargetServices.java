package dev.bounce.plan;

import dev.bounce.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which services a target names, as far as a plan alone tells. */
public final class TargetServices {
  private TargetServices() {}

  /**
   * Returns the keys of services, in the order of the target; none for what only the run can tell.
   *
   * @param members the targets that variables for single members are taken of, as {@code it}
   */
  public static List<String> of(Formula target, Map<String, Formula> members) {
    Set<String> keys = new LinkedHashSet<>();
    collect(target, members, keys);
    return List.copyOf(keys);
  }

  private static void collect(Formula target, Map<String, Formula> members, Set<String> keys) {
    switch (target) {
      case Formula.Constant(Value value) -> {
        try {
          Expansion.selections(value).forEach(selection -> keys.add(selection.service()));
        } catch (EvaluationException _) {
          // It is no target; who acts on it says so.
        }
      }
      case Formula.Variable(String name) -> {
        Formula origin = members.get(name);
        if (origin != null && !origin.equals(target)) {
          collect(origin, members, keys);
        }
      }
      case Formula.Elements(List<Formula> elements) ->
          elements.forEach(element -> collect(element, members, keys));
      case Formula.Element(Formula object, _) -> collect(object, members, keys);
      case Formula.Call call when call.function().equals("members") ->
          call.arguments().forEach(argument -> collect(argument, members, keys));
      case Formula.Join _,
          Formula.Entries _,
          Formula.Unary _,
          Formula.Binary _,
          Formula.Conditional _,
          Formula.Attribute _,
          Formula.Comprehension _,
          Formula.Call _,
          Formula.StateTest _ -> {}
    }
  }
}
