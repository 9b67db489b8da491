package dev.bounce.plan;

import dev.bounce.backend.Backend;
import dev.bounce.check.Checked;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.library.Digests;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Statement;
import dev.bounce.value.Value;
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
    PlanState state = new PlanState(checked, backends, verbs, Memory.NONE);
    return plan(state, parameters, checked.program().main().tree().statements(), true);
  }

  /**
   * Plans statements that look at services, as if they stood at the end of a runbook, whose own
   * statements are left out. Parameters that no service needs may lack their values.
   */
  public Planned plan(Checked checked, Map<String, String> parameters, List<Statement> statements) {
    PlanState state = new PlanState(checked, backends, verbs, Memory.NONE);
    state.onlyLooks();
    return plan(state, parameters, statements, true);
  }

  /**
   * Plans an entry of a session: statements that stand at the end of its declarations. An entry
   * that has nothing to do has a plan without steps.
   *
   * @param memory what earlier runs of the session have left
   */
  public Planned plan(
      Checked checked, Map<String, String> parameters, List<Statement> statements, Memory memory) {
    PlanState state = new PlanState(checked, backends, verbs, memory);
    return plan(state, parameters, statements, false);
  }

  private static Planned plan(
      PlanState state,
      Map<String, String> parameters,
      List<Statement> statements,
      boolean somethingToDo) {
    Checked checked = state.checked();
    Optional<Plan> plan = Optional.empty();
    try {
      Step root = root(state, parameters, statements, somethingToDo);
      plan = state.diagnostics().hasErrors() ? Optional.empty() : Optional.of(planOf(state, root));
      if (plan.isPresent() && PlanDepth.isTooDeep(plan.get())) {
        state.report(tooDeep());
        plan = Optional.empty();
      }
    } catch (StackOverflowError _) {
      state.report(tooDeep());
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

  /**
   * Plans what one {@code run} of a test does, as if it stood at the end of the runbook.
   *
   * @param surroundings the statements of the test: its services, groups and values can be named
   * @param statements those of the block behind {@code run}; absent for those of the whole runbook
   */
  public Stage stage(
      Checked checked,
      Map<String, String> parameters,
      List<Statement> surroundings,
      Optional<List<Statement>> statements) {
    PlanState state = new PlanState(checked, backends, verbs, Memory.NONE);
    Opening opening = open(state, checked, parameters);
    BlockPlanner blocks = opening.blocks();
    PlanScope scope = opening.scope().inner();
    Optional<Step> root = Optional.empty();
    try {
      blocks.surround(surroundings, scope);
      Step planned =
          statements.isPresent()
              ? blocks.statements(statements.get(), opening.head(), scope.inner(), opening.before())
              : blocks.statements(
                  checked.program().main().tree().statements(),
                  opening.head(),
                  opening.scope(),
                  opening.before());
      HookRules.check(state);
      blocks.requireSomething(planned);
      root = state.diagnostics().hasErrors() ? Optional.empty() : Optional.of(planned);
    } catch (StackOverflowError _) {
      state.report(tooDeep());
    }
    declareMissing(checked.program().main(), scope);
    return new Stage(state, blocks.lowering(), scope, opening.head(), root);
  }

  /** What can be named in a test although it has no value; asking for it says so. */
  private static void declareMissing(LoadedModule main, PlanScope scope) {
    for (var parameter : main.all(Statement.ParameterDeclaration.class)) {
      String name = parameter.name().text();
      if (scope.find(name).isEmpty()) {
        Value missing = new Value.MissingValue("the parameter `" + name + "`");
        scope.declare(name, new Meaning.Known(new Formula.Constant(missing)));
      }
    }
  }

  private static Diagnostic tooDeep() {
    return Diagnostic.error(Code.P007, "an expression or block is nested too deep to be planned")
        .because("it nests more than " + PlanDepth.LIMIT + " deep once definitions are put in")
        .hint("give parts of it a name with `let`");
  }

  private static Step root(
      PlanState state,
      Map<String, String> parameters,
      List<Statement> statements,
      boolean somethingToDo) {
    Opening opening = open(state, state.checked(), parameters);
    boolean unusable = state.diagnostics().hasErrors(); // then what follows has no values
    Step root =
        opening
            .blocks()
            .statements(
                unusable ? List.of() : statements,
                opening.head(),
                opening.scope(),
                opening.before());
    HookRules.check(state);
    if (somethingToDo) {
      opening.blocks().requireSomething(root);
    }
    return root;
  }

  /** Everything that there is before the first statement is planned. */
  private record Opening(BlockPlanner blocks, PlanScope scope, StepHead head, List<Step> before) {}

  private static Opening open(PlanState state, Checked checked, Map<String, String> parameters) {
    LoadedModule main = checked.program().main();
    BlockPlanner blocks = new BlockPlanner(state);
    PlanScope scope = state.moduleScope(main);
    state
        .memory()
        .values()
        .forEach(
            (name, value) -> scope.declare(name, new Meaning.Known(new Formula.Constant(value))));
    ParameterPlanner parameterPlanner = blocks.parameters();
    List<Step> before = parameterPlanner.declare(main, parameters, scope);
    state.showParameters(parameterPlanner.shown());
    StepHead head =
        new StepHead(StepId.ROOT, main.name(), new Place(main.tree().source().name(), 1, 1));
    return new Opening(blocks, scope, head, before);
  }

  static Plan planOf(PlanState state, Step root) {
    List<Plan.Input> inputs = new ArrayList<>();
    for (LoadedModule module : state.usedModules()) {
      inputs.add(new Plan.Input(module.tree().source().name(), module.sha256()));
    }
    state
        .checked()
        .inventory()
        .ifPresent(inventory ->
            inputs.add(
                new Plan.Input(
                    inventory.source().name(), Digests.sha256(inventory.source().text()))));
    inputs.sort(Comparator.comparing(Plan.Input::name));
    return new Plan(
        state.checked().program().main().name(),
        inputs,
        state.shownParameters(),
        state.services(),
        root);
  }
}
