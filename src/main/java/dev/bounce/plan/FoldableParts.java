package dev.bounce.plan;

import dev.bounce.plan.Formula.Constant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a formula whose parts have been folded is constant itself. Looks at the parts
 * alone: a part that could be computed is a constant by now. What stands under the variable of a
 * comprehension could not, and is looked through.
 */
final class FoldableParts {
  private FoldableParts() {}

  static boolean areConstant(Formula formula) {
    return switch (formula) {
      case Constant _ -> true;
      case Formula.Variable _ -> false;
      case Formula.Join(List<Formula> parts) -> all(parts);
      case Formula.Elements(List<Formula> elements) -> all(elements);
      case Formula.Entries(var entries) -> all(entries.values());
      case Formula.Unary(_, Formula operand) -> is(operand);
      case Formula.Binary(_, Formula left, Formula right) -> is(left) && is(right);
      case Formula.Conditional(Formula condition, Formula then, Formula otherwise) ->
          is(condition) && is(then) && is(otherwise);
      case Formula.Attribute(Formula object, _) -> is(object);
      case Formula.Element(Formula object, Formula index) -> is(object) && is(index);
      case Formula.Comprehension comprehension -> FreeParts.isConstant(comprehension);
      case Formula.Call call ->
          PureFunctions.isPure(call.function())
              && all(call.arguments())
              && all(call.named().values());
      case Formula.StateTest(Formula subject, _, _) -> is(subject);
    };
  }

  private static boolean is(Formula formula) {
    return formula.known().isPresent();
  }

  private static boolean all(Collection<Formula> formulas) {
    return formulas.stream().map(Formula::known).allMatch(Optional::isPresent);
  }
}
