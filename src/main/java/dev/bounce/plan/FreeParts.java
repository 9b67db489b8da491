package dev.bounce.plan;

import dev.bounce.check.Functions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for what a formula leaves open: variables, and observations. */
public final class FreeParts {
  private final Set<String> variables = new HashSet<>();
  private boolean observes;

  private FreeParts() {}

  /** Returns the variables that the run has to bind before the formula can be computed. */
  public static Set<String> variables(Formula formula) {
    FreeParts parts = new FreeParts();
    parts.visit(formula);
    return parts.variables;
  }

  /** Tells whether it depends on neither variables nor functions that look at the world. */
  static boolean isConstant(Formula formula) {
    FreeParts parts = new FreeParts();
    parts.visit(formula);
    return parts.variables.isEmpty() && !parts.observes;
  }

  private void visit(Formula formula) {
    switch (formula) {
      case Formula.Constant _ -> {}
      case Formula.Variable(String name) -> variables.add(name);
      case Formula.Join(List<Formula> parts) -> all(parts);
      case Formula.Elements(List<Formula> elements) -> all(elements);
      case Formula.Entries(var entries) -> all(entries.values());
      case Formula.Unary(_, Formula operand) -> visit(operand);
      case Formula.Binary(_, Formula left, Formula right) -> {
        visit(left);
        visit(right);
      }
      case Formula.Conditional(Formula condition, Formula then, Formula otherwise) -> {
        visit(condition);
        visit(then);
        visit(otherwise);
      }
      case Formula.Attribute(Formula object, _) -> visit(object);
      case Formula.Element(Formula object, Formula index) -> {
        visit(object);
        visit(index);
      }
      case Formula.Comprehension comprehension -> comprehension(comprehension);
      case Formula.Call call -> {
        boolean pure =
            Functions.find(call.function())
                .filter(signature -> signature.kind() == Functions.Kind.PURE)
                .isPresent();
        observes |= !pure;
        all(call.arguments());
        all(call.named().values());
      }
      case Formula.StateTest(Formula subject, _, _) -> visit(subject);
    }
  }

  private void all(Collection<Formula> formulas) {
    formulas.forEach(this::visit);
  }

  private void comprehension(Formula.Comprehension comprehension) {
    visit(comprehension.items());
    FreeParts inner = new FreeParts();
    inner.visit(comprehension.element());
    comprehension.condition().ifPresent(inner::visit);
    inner.variables.remove(comprehension.variable());
    variables.addAll(inner.variables);
    observes |= inner.observes;
  }
}
