package dev.bounce.plan;

import dev.bounce.check.Definitions;
import dev.bounce.check.Matched;
import dev.bounce.check.Matcher;
import dev.bounce.check.Signature;
import dev.bounce.check.Types;
import dev.bounce.check.VerbLookup;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Block;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Parameter;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.Attempt;
import dev.bounce.syntax.Statement.Binding;
import dev.bounce.syntax.Statement.Body;
import dev.bounce.syntax.Statement.Choice;
import dev.bounce.syntax.Statement.Cleanup;
import dev.bounce.syntax.Statement.Command;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.syntax.Statement.GroupDeclaration;
import dev.bounce.syntax.Statement.Loop;
import dev.bounce.syntax.Statement.OnBlock;
import dev.bounce.syntax.Statement.ParameterDeclaration;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import dev.bounce.syntax.UnaryOperator;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Plans statements, one after another, in the scope where they stand. */
final class BlockPlanner {
  /** How many elements a loop may have whose list only the run knows. */
  private static final int LOOP_BOUND = 1_000;

  /** How many conditions of one choice the run may have to compute; each lies in the one before. */
  private static final int DEEPEST_CHOICE = 100;

  private final PlanState state;
  private final TargetPlanner targets;

  BlockPlanner(PlanState state) {
    this.state = state;
    this.targets = new TargetPlanner(state, new HookPlanner(state, this::block));
    state.onNewModule(this::declareModule);
  }

  /**
   * Declares what the definitions of a module can see. The runbook's own statements are planned in
   * their order; of another module only what needs no run: its services, its parameters with their
   * defaults, and its constants.
   */
  private void declareModule(LoadedModule module, PlanScope scope) {
    if (!module.isStandard()) {
      declareServices(
          state.checked().inventory().map(Inventory::statements).orElse(List.of()), scope);
    }
    declareServices(module.tree().statements(), scope);
    if (module.equals(state.checked().program().main())) {
      return;
    }
    for (Statement statement : module.tree().statements()) {
      switch (statement) {
        case ParameterDeclaration parameter when parameter.defaultValue().isPresent() ->
            constant(
                parameter.name(),
                parameter.defaultValue().get(),
                Types.resolve(parameter.type(), new Diagnostics()),
                scope);
        case Binding binding ->
            constant(binding.name(), binding.value(), declaredType(binding), scope);
        case Statement.Header _,
            Statement.Requirement _,
            Statement.Use _,
            ParameterDeclaration _,
            ServiceDeclaration _,
            Statement.HostDeclaration _,
            GroupDeclaration _,
            Statement.DefaultDeclaration _,
            Definition _,
            Statement.TestCase _,
            Choice _,
            Loop _,
            Attempt _,
            OnBlock _,
            Cleanup _,
            Command _ -> {}
      }
    }
  }

  private void constant(Name name, Expression value, Type type, PlanScope scope) {
    Formula formula = targets.lowering().lower(value, type, scope);
    if (formula.known().isPresent()) {
      scope.declare(name.text(), new Meaning.Known(formula));
    }
  }

  ParameterPlanner parameters() {
    return new ParameterPlanner(state, targets.lowering());
  }

  Lowering lowering() {
    return targets.lowering();
  }

  /**
   * Declares what the statements of a test name: services, groups, and values by their formulas.
   */
  void surround(List<Statement> statements, PlanScope scope) {
    scope.declare("output", new Meaning.Known(new Formula.Variable("output")));
    declareServices(statements, scope);
    for (Statement statement : statements) {
      if (statement instanceof Binding binding) {
        Formula value = targets.lowering().lower(binding.value(), declaredType(binding), scope);
        scope.declare(binding.name().text(), new Meaning.Known(value));
      }
    }
  }

  /** Returns the step of a block in a scope of its own. */
  Step block(Block block, StepHead head, PlanScope scope) {
    return statements(block.statements(), head, scope, List.of());
  }

  /** Returns a step whose parts run at the same time; none of them sees another's names. */
  Step branches(Block block, StepHead head, PlanScope outer) {
    PlanScope scope = outer.inner();
    declareServices(block.statements(), scope);
    List<Step> branches = new ArrayList<>();
    Handlers handlers = new Handlers();
    int number = 0;
    for (Statement statement : block.statements()) {
      if (isHandler(statement)) {
        handlers.add(statement);
      } else if (!isDeclaration(statement)) {
        StepId id = head.id().child(++number);
        if (state.countStep(Place.of(statement.span()))) {
          plan(statement, id, scope.inner()).ifPresent(branches::add);
        }
      }
    }
    Step parallel =
        new Step.Parallel(
            handlers.isEmpty() ? head.id() : head.id().child("all"),
            head.title(),
            head.place(),
            branches,
            Math.max(1, branches.size()));
    return handlers.isEmpty() ? parallel : handlers.around(List.of(parallel), head, scope);
  }

  /**
   * Returns the step of statements.
   *
   * @param before steps that come first
   */
  Step statements(List<Statement> statements, StepHead head, PlanScope scope, List<Step> before) {
    declareServices(statements, scope);
    List<Step> steps = new ArrayList<>(before);
    Handlers handlers = new Handlers();
    int number = 0;
    for (Statement statement : statements) {
      if (isHandler(statement)) {
        handlers.add(statement);
      } else if (!isDeclaration(statement)) {
        StepId id = head.id().child(++number);
        if (!state.countStep(Place.of(statement.span()))) {
          break;
        }
        plan(statement, id, scope).ifPresent(steps::add);
      }
    }
    return handlers.around(steps, head, scope);
  }

  /** The handlers that stand among the statements of a block. */
  private final class Handlers {
    private final List<Statement> onFailure = new ArrayList<>();
    private final List<Statement> onSuccess = new ArrayList<>();
    private final List<Statement> cleanup = new ArrayList<>();

    void add(Statement statement) {
      switch (statement) {
        case Cleanup handler -> cleanup.addAll(handler.body().statements());
        case OnBlock handler when isEvent(handler, "failure") ->
            onFailure.addAll(handler.body().statements());
        case OnBlock handler -> onSuccess.addAll(handler.body().statements());
        case Statement.Header _,
            Statement.Requirement _,
            Statement.Use _,
            ParameterDeclaration _,
            ServiceDeclaration _,
            Statement.HostDeclaration _,
            GroupDeclaration _,
            Statement.DefaultDeclaration _,
            Definition _,
            Binding _,
            Statement.TestCase _,
            Choice _,
            Loop _,
            Attempt _,
            Command _ ->
            throw new IllegalStateException("no handler: " + statement.span());
      }
    }

    boolean isEmpty() {
      return onFailure.isEmpty() && onSuccess.isEmpty() && cleanup.isEmpty();
    }

    /** Returns the block of these steps, with the handlers. */
    Step around(List<Step> steps, StepHead head, PlanScope scope) {
      return new Step.Block(
          head.id(),
          head.title(),
          head.place(),
          steps,
          plan("on-failure", onFailure, head, scope),
          plan("on-success", onSuccess, head, scope),
          plan("finally", cleanup, head, scope));
    }

    private Optional<Step> plan(
        String name, List<Statement> statements, StepHead head, PlanScope scope) {
      if (statements.isEmpty()) {
        return Optional.empty();
      }
      StepHead own =
          new StepHead(
              head.id().child(name),
              name.replace('-', ' '),
              Place.of(statements.getFirst().span()));
      return Optional.of(BlockPlanner.this.statements(statements, own, scope.inner(), List.of()));
    }
  }

  private static boolean isHandler(Statement statement) {
    return statement instanceof Cleanup
        || (statement instanceof OnBlock on && (isEvent(on, "failure") || isEvent(on, "success")));
  }

  private static boolean isEvent(OnBlock on, String event) {
    return on.subject() instanceof Reference reference && reference.name().equals(event);
  }

  private static boolean isDeclaration(Statement statement) {
    return switch (statement) {
      case Statement.Header _,
          Statement.Requirement _,
          Statement.Use _,
          Statement.ParameterDeclaration _,
          Statement.ServiceDeclaration _,
          Statement.HostDeclaration _,
          Statement.GroupDeclaration _,
          Statement.DefaultDeclaration _,
          Statement.Definition _,
          Statement.TestCase _ ->
          true;
      case Binding _, Choice _, Loop _, Attempt _, OnBlock _, Cleanup _, Command _ -> false;
    };
  }

  /** Declares services and groups before any statement, as they may be named before their line. */
  void declareServices(List<Statement> statements, PlanScope scope) {
    for (Statement statement : statements) {
      if (statement instanceof ServiceDeclaration service) {
        scope.declare(service.name().text(), new Meaning.Service(service, scope));
      }
    }
    for (Statement statement : statements) {
      if (statement instanceof GroupDeclaration group) {
        Formula members = targets.target(group.members(), Optional.empty(), scope);
        scope.declare(group.name().text(), new Meaning.Group(List.of(members)));
      }
    }
  }

  private Optional<Step> plan(Statement statement, StepId id, PlanScope scope) {
    return switch (statement) {
      case Binding binding -> binding(binding, id, scope);
      case Choice choice -> choice(choice, id, scope);
      case Loop loop -> Optional.of(loop(loop, id, scope));
      case Attempt attempt -> Optional.of(attempt(attempt, id, scope));
      case Command command -> command(command, id, scope);
      case OnBlock on ->
          throw new IllegalStateException("the checker refuses places: " + on.span().place());
      case Cleanup _,
          Statement.Header _,
          Statement.Requirement _,
          Statement.Use _,
          Statement.ParameterDeclaration _,
          Statement.ServiceDeclaration _,
          Statement.HostDeclaration _,
          Statement.GroupDeclaration _,
          Statement.DefaultDeclaration _,
          Statement.Definition _,
          Statement.TestCase _ ->
          Optional.empty();
    };
  }

  private Optional<Step> binding(Binding binding, StepId id, PlanScope scope) {
    Formula value = targets.lowering().lower(binding.value(), declaredType(binding), scope);
    return bind(binding.name(), value, id, scope);
  }

  private static Type declaredType(Binding binding) {
    return binding
        .type()
        .map(written -> Types.resolve(written, new Diagnostics()))
        .orElse(Type.ANY);
  }

  /** Gives a value a name: at once where it is known, else by a step that computes it once. */
  private Optional<Step> bind(Name name, Formula value, StepId id, PlanScope scope) {
    if (value.known().isPresent()) {
      scope.declare(name.text(), new Meaning.Known(value));
      return Optional.empty();
    }
    String variable = state.unique(name.text());
    scope.declare(name.text(), new Meaning.Known(new Formula.Variable(variable)));
    return Optional.of(
        new Step.Bind(id, "let " + name.text(), Place.of(name.span()), variable, value));
  }

  /** Branches whose condition is known to fail are left out; one that is known to hold is last. */
  private Optional<Step> choice(Choice choice, StepId id, PlanScope scope) {
    List<PossibleBranch> possible = new ArrayList<>();
    StepId next = id;
    for (Statement.Branch branch : choice.branches()) {
      Formula condition = targets.lowering().lower(branch.condition(), Type.BOOLEAN, scope);
      Optional<Value> known = condition.known();
      if (known.orElse(null) instanceof BooleanValue(boolean truth) && !truth) {
        continue;
      }
      String title = "if " + StepHead.title(branch.condition().span().text());
      Place place = Place.of(branch.condition().span());
      Step then =
          block(branch.body(), new StepHead(next.child("then"), title, place), scope.inner());
      if (known.isPresent()) {
        return Optional.of(nested(possible, Optional.of(then)));
      }
      possible.add(new PossibleBranch(next, title, place, condition, then));
      if (possible.size() > DEEPEST_CHOICE) {
        state.report(
            Diagnostic.error(
                    Code.P007,
                    branch.condition().span(),
                    "more than " + DEEPEST_CHOICE + " conditions that only the run can compute")
                .hint("use a map, or several runbooks"));
        return Optional.of(then);
      }
      next = next.child("else");
    }
    StepId otherwise = next.equals(id) ? id.child("else") : next;
    Optional<Step> last =
        choice
            .otherwise()
            .map(block ->
                block(
                    block, new StepHead(otherwise, "else", Place.of(block.span())), scope.inner()));
    return possible.isEmpty() ? last : Optional.of(nested(possible, last));
  }

  /** A branch that the run may take. */
  private record PossibleBranch(
      StepId id, String title, Place place, Formula condition, Step then) {}

  private static Step nested(List<PossibleBranch> branches, Optional<Step> last) {
    Optional<Step> step = last;
    for (PossibleBranch branch : branches.reversed()) {
      step =
          Optional.of(
              new Step.Branch(
                  branch.id(),
                  branch.title(),
                  branch.place(),
                  branch.condition(),
                  branch.then(),
                  step));
    }
    return step.orElseThrow();
  }

  private Step loop(Loop loop, StepId id, PlanScope scope) {
    String title =
        "for " + loop.variable().text() + " in " + StepHead.title(loop.items().span().text());
    StepHead head = new StepHead(id, title, Place.of(loop.span()));
    return loop(head, loop.variable().text(), loop.items(), 1, loop.body(), scope);
  }

  /** Returns a step for each of some known elements, or a loop where only the run knows them. */
  Step loop(
      StepHead head, String variable, Expression items, int atOnce, Block body, PlanScope scope) {
    Formula list = targets.lowering().lower(items, Type.ANY, scope);
    if (list.known().isEmpty()) {
      String unique = state.unique(variable);
      PlanScope inner = scope.inner();
      inner.declare(variable, new Meaning.Known(new Formula.Variable(unique)));
      StepHead each = new StepHead(head.id().child("each"), "each " + variable, head.place());
      return new Step.Loop(
          head.id(),
          head.title(),
          head.place(),
          unique,
          list,
          atOnce,
          LOOP_BOUND,
          block(body, each, inner));
    }
    List<Step> steps = new ArrayList<>();
    for (Value item : elements(list.known().get())) {
      PlanScope inner = scope.inner();
      inner.declare(variable, new Meaning.Known(new Formula.Constant(item)));
      StepHead each =
          new StepHead(
              head.id().child(steps.size() + 1),
              variable + " = " + Texts.shown(item),
              head.place());
      if (!state.countStep(head.place())) {
        break;
      }
      steps.add(block(body, each, inner));
    }
    return atOnce == 1
        ? sequence(head, steps)
        : new Step.Parallel(head.id(), head.title(), head.place(), steps, atOnce);
  }

  private static List<Value> elements(Value value) {
    return switch (value) {
      case ListValue(List<Value> elements) -> elements;
      case MapValue(Map<String, Value> entries) ->
          entries.keySet().stream().<Value>map(StringValue::new).toList();
      case StringValue _,
          Value.IntegerValue _,
          BooleanValue _,
          Value.DurationValue _,
          Value.PercentValue _,
          Value.WordValue _,
          Value.SecretValue _,
          Value.ServiceValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ ->
          List.of(value);
    };
  }

  private static Step sequence(StepHead head, List<Step> steps) {
    return new Step.Block(
        head.id(),
        head.title(),
        head.place(),
        steps,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Step attempt(Attempt attempt, StepId id, PlanScope scope) {
    StepHead body = new StepHead(id.child("try"), "try", Place.of(attempt.body().span()));
    Step tried = block(attempt.body(), body, scope.inner());
    Optional<Step> onFailure =
        attempt.handlers().stream()
            .findFirst()
            .map(handler ->
                block(
                    handler.body(),
                    new StepHead(
                        id.child("on-failure"), "on failure", Place.of(handler.body().span())),
                    scope.inner()));
    Optional<Step> cleanup =
        attempt
            .cleanup()
            .map(block ->
                block(
                    block,
                    new StepHead(id.child("finally"), "finally", Place.of(block.span())),
                    scope.inner()));
    return new Step.Attempt(id, "try", Place.of(attempt.span()), tried, onFailure, cleanup);
  }

  private Optional<Step> command(Command command, StepId id, PlanScope scope) {
    if (command.condition().isEmpty()) {
      return Optional.of(verb(command, id, scope));
    }
    Statement.Condition written = command.condition().get();
    Formula condition = targets.lowering().lower(written.expression(), Type.BOOLEAN, scope);
    if (condition.known().orElse(null) instanceof BooleanValue(boolean truth)) {
      return truth == written.negated() ? Optional.empty() : Optional.of(verb(command, id, scope));
    }
    Formula tested =
        written.negated() ? new Formula.Unary(UnaryOperator.NOT, condition) : condition;
    String title =
        (written.negated() ? "unless " : "if ")
            + StepHead.title(written.expression().span().text());
    return Optional.of(
        new Step.Branch(
            id,
            title,
            Place.of(command.span()),
            tested,
            verb(command, id.child("then"), scope),
            Optional.empty()));
  }

  private Step verb(Command command, StepId id, PlanScope scope) {
    StepHead head = StepHead.of(command, id);
    if (command.verb().size() > 1) {
      return qualified(command, head, scope);
    }
    Optional<VerbLookup> builtIn = VerbLookup.find(command, state.signatures());
    if (builtIn.isPresent()) {
      Matched matched =
          Matcher.match(
              command, builtIn.get().signature(), builtIn.get().skippedTerms(), new Diagnostics());
      Verb verb = Objects.requireNonNull(state.verbs().get(builtIn.get().signature().verb()));
      Planning planning = new Planning(state, this, targets, scope);
      BoundChecker.check(matched, planning);
      return verb.plan(matched, head, planning);
    }
    String name = command.verbText();
    if (scope.find(name).orElse(null)
        instanceof Meaning.BlockArgument(Block block, PlanScope callers)) {
      return block(block, head, callers.inner());
    }
    Definition definition = state.definition(scope.module(), name).orElseThrow();
    return call(command, definition, head, state.moduleScope(scope.module(), definition), scope);
  }

  private Step qualified(Command command, StepHead head, PlanScope scope) {
    String alias = command.verb().getFirst().text();
    LoadedModule module =
        scope.find(alias).orElse(null) instanceof Meaning.Imported(LoadedModule imported)
            ? imported
            : scope.module();
    Definition definition = module.definition(command.verb().get(1).text()).orElseThrow();
    return call(command, definition, head, state.moduleScope(module), scope);
  }

  /** Puts the statements of a procedure in the place of its call, its parameters bound. */
  private Step call(
      Command command, Definition definition, StepHead head, PlanScope home, PlanScope scope) {
    Signature signature = Definitions.signature(definition, command.verbText());
    Matched matched = Matcher.match(command, signature, 0, new Diagnostics());
    PlanScope inner = home.inner();
    List<Step> bindings = new ArrayList<>();
    for (Parameter parameter : definition.parameters()) {
      Type type = Definitions.type(parameter);
      String name = parameter.name().text();
      if (type == Type.BLOCK) {
        inner.declare(name, new Meaning.BlockArgument(matched.block().orElseThrow(), scope));
      } else if (type == Type.FLAG) {
        inner.declare(name, known(new BooleanValue(matched.flags().contains(name))));
      } else {
        Optional<Expression> given = matched.argument(name);
        Formula value =
            given.isPresent()
                ? targets.lowering().lower(given.get(), type, scope)
                : targets.lowering().lower(parameter.defaultValue().orElseThrow(), type, inner);
        StepId id = head.id().child("parameter-" + name);
        bind(parameter.name(), value, id, inner).ifPresent(bindings::add);
      }
    }
    Block body = ((Body.Procedure) definition.body()).block();
    return statements(body.statements(), head, inner, bindings);
  }

  private static Meaning known(Value value) {
    return new Meaning.Known(new Formula.Constant(value));
  }

  private static boolean isEmpty(Step step) {
    return step instanceof Step.Block block
        && block.steps().stream().allMatch(BlockPlanner::isEmpty)
        && block.cleanup().isEmpty()
        && block.onSuccess().isEmpty();
  }

  /** Reports a plan that would do nothing, where no error says why. */
  void requireSomething(Step root) {
    if (!state.diagnostics().hasErrors() && isEmpty(root)) {
      state.report(
          Diagnostic.error(Code.P008, "there is nothing to do")
              .because("no statement of the runbook applies with these parameters"));
    }
  }
}
