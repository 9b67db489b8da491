package dev.bounce.plan;

import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Expression;
import dev.bounce.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan of one {@code run} of a test, and the formulas of what the test asks about it: a service
 * has the same key in both. Pure, like all planning; not safe for threads.
 */
public final class Stage {
  private final PlanState state;
  private final Lowering lowering;
  private final PlanScope scope;
  private final StepHead head;
  private final Optional<Step> root;
  private final Planned planned;

  Stage(PlanState state, Lowering lowering, PlanScope scope, StepHead head, Optional<Step> root) {
    this.state = state;
    this.lowering = lowering;
    this.scope = scope;
    this.head = head;
    this.root = root;
    this.planned =
        new Planned(
            root.map(step -> Planner.planOf(state, step)), Map.of(), state.diagnostics().inOrder());
  }

  /** Returns what planning the statements gave. */
  public Planned planned() {
    return planned;
  }

  /**
   * An expression of the test.
   *
   * @param problems why it can never have a value
   */
  public record Asked(Formula formula, List<Diagnostic> problems) {
    /** Copies the list. */
    public Asked {
      problems = List.copyOf(problems);
    }
  }

  /** Returns the formula of an expression of the test, which the checker has seen to be sound. */
  public Asked ask(Expression expression, Type expected) {
    List<Diagnostic> before = state.diagnostics().inOrder();
    Formula formula = lowering.lower(expression, expected, scope);
    List<Diagnostic> problems = new ArrayList<>(state.diagnostics().inOrder());
    problems.removeAll(before);
    return new Asked(formula, problems);
  }

  /** Tells whether a name stands for a value in the test; else it is a word. */
  public boolean isValue(String name) {
    return scope.find(name).orElse(null) instanceof Meaning.Known;
  }

  /** Returns a plan with every service that was planned or asked for, whatever its steps. */
  public Plan witness() {
    return Planner.planOf(
        state,
        root.orElseGet(() ->
            new Step.Block(
                head.id(),
                head.title(),
                head.place(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }
}
