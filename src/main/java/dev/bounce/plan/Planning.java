package dev.bounce.plan;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.check.Later;
import dev.bounce.check.Matched;
import dev.bounce.check.ShellText;
import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Block;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Part;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StringLiteral;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BackendValue;
import dev.bounce.value.Value.DurationValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a verb needs to plan a statement: the meaning of its terms, in the scope where it stands.
 */
public final class Planning {
  /** The name that the bound of a {@code within} block has in it; no name is written like this. */
  public static final String BOUND = "within { }";

  private final PlanState state;
  private final BlockPlanner blocks;
  private final TargetPlanner targets;
  private final PlanScope scope;

  Planning(PlanState state, BlockPlanner blocks, TargetPlanner targets, PlanScope scope) {
    this.state = state;
    this.blocks = blocks;
    this.targets = targets;
    this.scope = scope;
  }

  /** Returns the formula of an expression that stands where a type is expected. */
  public Formula formula(Expression expression, Type expected) {
    return targets.lowering().lower(expression, expected, scope);
  }

  /** Returns the formula of a parameter's term, where it is given. */
  public Optional<Formula> argument(Matched matched, String name, Type expected) {
    return matched.argument(name).map(expression -> formula(expression, expected));
  }

  /** Returns a length of time; where it is not given, the default, which the plan then shows. */
  public Formula duration(Matched matched, String name, Duration otherwise) {
    return argument(matched, name, Type.DURATION)
        .orElseGet(() -> new Formula.Constant(new DurationValue(otherwise)));
  }

  /** Returns the bound of the innermost {@code within} block around the statement. */
  public Optional<Formula> enclosingBound() {
    return scope.find(BOUND).orElse(null) instanceof Meaning.Known(Formula bound)
        ? Optional.of(bound)
        : Optional.empty();
  }

  /** Returns the target of a statement, managed by the backend of its {@code via} if it has one. */
  public Formula target(Matched matched) {
    return targets.target(matched.required("target"), via(matched), scope);
  }

  private Optional<String> via(Matched matched) {
    Optional<Expression> written = matched.argument("via");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Formula formula = formula(written.get(), Type.BACKEND);
    if (formula.known().orElse(null) instanceof BackendValue(String name)) {
      return Optional.of(name);
    }
    report(Later.BACKEND_OF_THE_RUN.at(written.get().span()));
    return Optional.empty();
  }

  /** Returns the step of a statement's block. */
  public Step block(Block block, StepHead head) {
    return blocks.block(block, head, scope.inner());
  }

  /** Returns the step of a block in which a name stands for a variable. */
  public Step block(Block block, StepHead head, String name, Formula meaning) {
    PlanScope inner = scope.inner();
    inner.declare(name, new Meaning.Known(meaning));
    return blocks.block(block, head, inner);
  }

  /** Returns a step whose parts, the statements of a block, run at the same time. */
  public Step branches(Block block, StepHead head) {
    return blocks.branches(block, head, scope);
  }

  /** Returns a step for each of some known elements, or a loop where only the run knows them. */
  public Step loop(StepHead head, Reference variable, Expression items, Block body, int atOnce) {
    return blocks.loop(head, variable.name(), items, atOnce, body, scope);
  }

  /** Returns a variable that is unique in the plan, which a name stands for from here on. */
  public String bind(Expression name) {
    String written = ((Reference) name).name();
    String unique = state.unique(written);
    scope.declare(written, new Meaning.Known(new Formula.Variable(unique)));
    return unique;
  }

  /** Returns a variable that is unique in the plan and that no name stands for. */
  public String variable(String name) {
    return state.unique(name);
  }

  /** Remembers that this statement may change the world. */
  public void touch() {
    state.touch();
  }

  /** Tells whether a statement so far may change the world. */
  public boolean isTouched() {
    return state.isTouched();
  }

  /** Tells whether this plan so far, or an earlier run of the session, may change the world. */
  public boolean hasSomethingTouched() {
    return state.isTouched() || state.memory().touched();
  }

  /** Reports what only planning can find out. */
  public void report(Diagnostic diagnostic) {
    state.report(diagnostic);
  }

  /** Returns the service of a target, where it is one service that the plan knows. */
  public Optional<ServicePlan> service(Formula target) {
    return target.known().orElse(null) instanceof Value.ServiceValue(String key)
        ? Optional.ofNullable(state.services().get(key))
        : Optional.empty();
  }

  /**
   * Returns the services of a target, each behind those that it comes after; nothing where only the
   * run could tell which services these are.
   */
  public Optional<List<TargetPart>> parts(Formula target) {
    return targets.parts(target);
  }

  /** Counts a step that a verb makes besides that of its statement; false where it is too many. */
  public boolean countStep(StepHead head) {
    return state.countStep(head.place());
  }

  /** Remembers of which target a variable is a member. */
  public void member(String variable, Formula target) {
    state.hooks().member(variable, target);
  }

  /**
   * Returns the services of a target that lack a block, as far as the plan knows them.
   *
   * @param hook what they would say is done around a restart
   */
  public List<ServicePlan> lacking(Formula target, Hook hook) {
    return TargetServices.of(target, state.hooks().members()).stream()
        .filter(key -> !state.hooks().isUnfinished(key))
        .map(state.services()::get)
        .filter(service -> service != null && service.hook(hook).isEmpty())
        .toList();
  }

  /** Tells whether a phase without a body leaves the members of a service up all the time. */
  public boolean keepsUp(ServicePlan service) {
    Backend backend = state.backends().get(service.backend());
    return backend != null && Expansion.phaseAction(backend) == Action.ROLL;
  }

  /** Tells whether its backend says how many requests a member of a service has to answer. */
  public boolean countsRequests(ServicePlan service) {
    Backend backend = state.backends().get(service.backend());
    return backend == null || backend.countsRequests();
  }

  /** Returns the names of a service's members where its declaration alone tells them. */
  public Optional<List<String>> declaredMembers(ServicePlan service) {
    return DeclaredMembers.of(service, state.backends());
  }

  /**
   * Returns a shell script: the author's own text, with a variable in the place of each value.
   *
   * @param lines what the checker has seen to be a script
   * @param take gets the formula of a value and returns the name of its variable
   */
  public String script(List<Expression> lines, Function<Formula, String> take) {
    ShellText shell = new ShellText();
    List<String> script = new ArrayList<>();
    for (Expression line : lines) {
      script.add(
          line instanceof StringLiteral(List<Part> parts, _)
              ? line(parts, shell, take)
              // A whole script out of a value is the author's wish; it is text until then.
              : "eval \"$" + take.apply(formula(line, Type.STRING)) + "\"");
      shell.read("\n");
    }
    return String.join("\n", script);
  }

  private String line(List<Part> parts, ShellText shell, Function<Formula, String> take) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String written) -> {
          text.append(written);
          shell.read(written);
        }
        case Part.Interpolation(Expression value) -> {
          String variable = "${" + take.apply(formula(value, Type.STRING)) + "}";
          text.append(
              switch (shell.value()) {
                case WORD -> '"' + variable + '"';
                case AS_IS -> variable;
                case REFUSED ->
                    throw new IllegalStateException("the checker refuses " + value.span().place());
              });
        }
      }
    }
    return text.toString();
  }
}
