package dev.bounce.plan;

import dev.bounce.check.Functions;
import dev.bounce.value.Value;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.ServiceValue;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for what a formula leaves open: variables, and observations. */
public final class FreeParts {
  private static final String MISSING = "missing";

  private final Set<String> variables = new HashSet<>();
  private boolean observes;
  private boolean asks;

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

  /**
   * Tells whether it can be computed by looking at files and the environment, and at nothing else:
   * no process is started and nobody is asked.
   */
  public static boolean followsFromFiles(Formula formula) {
    return followsFromFiles(formula, Set.of());
  }

  /** Tells the same of a formula in which these variables may stand. */
  public static boolean followsFromFiles(Formula formula, Set<String> known) {
    FreeParts parts = new FreeParts();
    parts.visit(formula);
    return known.containsAll(parts.variables) && !parts.asks;
  }

  private void visit(Formula formula) {
    switch (formula) {
      case Formula.Constant(Value value) ->
          asks |= value instanceof ServiceValue || value instanceof MemberValue;
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
        asks |= !pure && !(Functions.readsFiles(call.function()) && call.named().isEmpty());
        all(call.arguments());
        all(call.named().values());
      }
      case Formula.StateTest(Formula subject, _, String word) -> {
        boolean isValue = word.equals(MISSING) && !isTarget(subject);
        asks |= !isValue;
        visit(subject);
      }
    }
  }

  /** A text can be the name of a service; what is read from a file is a value. */
  private static boolean isTarget(Formula subject) {
    return subject instanceof Formula.Constant || subject instanceof Formula.Join;
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
    asks |= inner.asks;
  }
}
