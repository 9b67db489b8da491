package dev.bounce.plan;

import dev.bounce.backend.Backend;
import dev.bounce.check.Checked;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.Digests;
import dev.bounce.library.LoadedModule;
import dev.bounce.library.Program;
import dev.bounce.syntax.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a checked program into a plan. Pure: it looks at neither files nor services nor the
 * environment, and the same arguments give an equal plan.
 */
public final class Planner {
  private final Collection<Verb> verbs;
  private final Collection<Backend> backends;

  /** Returns a planner that knows these verbs and backends. */
  public Planner(Collection<Verb> verbs, Collection<Backend> backends) {
    this.verbs = List.copyOf(verbs);
    this.backends = List.copyOf(backends);
  }

  /**
   * Plans a whole runbook.
   *
   * @param checked a sound program
   * @param parameters values of the runbook's parameters as texts, by name
   */
  public Planned plan(Checked checked, Map<String, String> parameters) {
    return plan(checked, parameters, checked.program().main().tree().statements());
  }

  /**
   * Plans statements as if they stood at the end of a runbook, whose own statements are left out:
   * what a {@code run} block of a test does.
   */
  public Planned plan(
      Checked checked, Map<String, String> parameters, List<Statement> statements) {
    return plan(checked, parameters, statements, Memory.NONE);
  }

  /**
   * Plans an entry of a session: statements that stand at the end of its declarations.
   *
   * @param memory what earlier runs of the session have left
   */
  public Planned plan(
      Checked checked,
      Map<String, String> parameters,
      List<Statement> statements,
      Memory memory) {
    PlanState state = new PlanState(checked, backends, verbs, memory);
    Optional<Plan> plan = Optional.empty();
    try {
      Step root = root(state, checked, parameters, statements);
      plan =
          state.diagnostics().hasErrors()
              ? Optional.empty()
              : Optional.of(planOf(state, root));
    } catch (StackOverflowError _) {
      state.report(
          Diagnostic.error(Code.P007, "an expression or block is nested too deep to be planned"));
    }
    Map<String, Formula> names = new LinkedHashMap<>();
    PlanScope scope = state.moduleScope(checked.program().main());
    for (String name : checked.names().keySet()) {
      if (scope.find(name).orElse(null) instanceof Meaning.Known(Formula formula)) {
        names.put(name, formula);
      }
    }
    return new Planned(plan, names, state.diagnostics().inOrder());
  }

  private Step root(
      PlanState state,
      Checked checked,
      Map<String, String> parameters,
      List<Statement> statements) {
    Program program = checked.program();
    LoadedModule main = program.main();
    BlockPlanner blocks = new BlockPlanner(state);
    PlanScope scope = state.moduleScope(main);
    state
        .memory()
        .values()
        .forEach(
            (name, value) ->
                scope.declare(name, new Meaning.Known(new Formula.Constant(value))));
    blocks.declareServices(
        checked.inventory().map(Inventory::statements).orElse(List.of()), scope);
    blocks.declareServices(main.tree().statements(), scope);
    ParameterPlanner parameterPlanner = blocks.parameters();
    List<Step> before = parameterPlanner.declare(main, parameters, scope);
    state.showParameters(parameterPlanner.shown());
    StepHead head =
        new StepHead(StepId.ROOT, main.name(), new Place(main.tree().source().name(), 1, 1));
    Step root = blocks.statements(statements, head, scope, before);
    blocks.requireSomething(root);
    return root;
  }

  private static Plan planOf(PlanState state, Step root) {
    List<Plan.Input> inputs = new ArrayList<>();
    for (LoadedModule module : state.usedModules()) {
      inputs.add(new Plan.Input(module.tree().source().name(), module.sha256()));
    }
    state
        .checked()
        .inventory()
        .ifPresent(
            inventory ->
                inputs.add(
                    new Plan.Input(
                        inventory.source().name(),
                        Digests.sha256(inventory.source().text()))));
    inputs.sort(Comparator.comparing(Plan.Input::name));
    return new Plan(
        state.checked().program().main().name(),
        inputs,
        state.shownParameters(),
        state.services(),
        root);
  }
}
