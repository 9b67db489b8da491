package dev.bounce.rehearse;

import dev.bounce.check.Checked;
import dev.bounce.check.Matched;
import dev.bounce.check.Matcher;
import dev.bounce.check.Signature;
import dev.bounce.check.TestVerbs;
import dev.bounce.check.VerbLookup;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Stage;
import dev.bounce.run.Failure;
import dev.bounce.syntax.Block;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Entry;
import dev.bounce.syntax.Expression.MapLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.Command;
import dev.bounce.syntax.Statement.TestCase;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.ListValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One test, statement by statement. */
final class Performance {
  private static final Map<String, Signature> VERBS =
      TestVerbs.ALL.stream().collect(Collectors.toMap(Signature::verb, verb -> verb));

  private final TestWorld world;
  private final Rehearsal.OtherRunbooks others;
  private final Checked checked;
  private final TestCase test;
  private final Map<String, String> parameters;
  private final List<Diagnostic> problems = new ArrayList<>();
  private final Map<String, Span> simulated = new LinkedHashMap<>();
  private Stage asking;
  private Take take;
  private boolean hasRun;

  Performance(
      TestWorld world,
      Rehearsal.OtherRunbooks others,
      Checked checked,
      TestCase test,
      Map<String, String> parameters) {
    this.world = world;
    this.others = others;
    this.checked = checked;
    this.test = test;
    this.parameters = parameters;
    this.asking = asking();
    this.take = new Take(asking, List.of(), Optional.empty(), "", 0);
  }

  /** Returns a stage on which nothing is run: it knows the names of the test. */
  private Stage asking() {
    return world.planner.stage(
        checked, parameters, test.body().statements(), Optional.of(List.of()));
  }

  /** Carries the test out; a run that fails though nothing expects it ends it. */
  Verdict perform() {
    List<Statement> statements = test.body().statements();
    boolean goesOn = true;
    for (int i = 0; i < statements.size() && goesOn; i++) {
      if (statements.get(i) instanceof Command command) {
        goesOn = perform(command, statements.subList(i + 1, statements.size()));
      }
    }
    if (goesOn) {
      simulated.forEach(this::requireKnown);
    }
    return new Verdict(test, problems, world.elapsed());
  }

  /** What goes wrong with a service that there is not shows nothing. */
  private void requireKnown(String service, Span target) {
    if (hasRun && !questions().observer().isKnown(service)) {
      problems.add(
          Diagnostic.error(Code.U005, target, "nothing that was run is called `" + service + "`")
              .hint("name a service, or a text of its declaration such as its group"));
    }
  }

  private boolean perform(Command command, List<Statement> rest) {
    VerbLookup verb = VerbLookup.find(command, VERBS).orElseThrow();
    Matched matched =
        Matcher.match(command, verb.signature(), verb.skippedTerms(), new Diagnostics());
    try {
      return !isWanted(command) || perform(matched, rest);
    } catch (EvaluationException e) {
      problems.add(
          Diagnostic.error(Code.U005, command.span(), e.message())
              .because("so this cannot be computed"));
      return false;
    }
  }

  private boolean isWanted(Command command) throws EvaluationException {
    if (command.condition().isEmpty()) {
      return true;
    }
    Statement.Condition condition = command.condition().get();
    Value value = questions().value(condition.expression(), Type.BOOLEAN);
    return value.equals(new BooleanValue(!condition.negated()));
  }

  private Questions questions() {
    return new Questions(world, asking, take);
  }

  private boolean perform(Matched matched, List<Statement> rest) throws EvaluationException {
    switch (matched.signature().verb()) {
      case "run" -> {
        return run(matched, rest);
      }
      case "simulate" -> {
        Span target = matched.required("target").span();
        simulations().fault(matched).forEach(name -> simulated.put(name, target));
      }
      case "simulate command" -> simulations().command(matched);
      case "simulate file" -> simulations().file(matched);
      case "simulate changed" -> simulations().changed(matched);
      case "simulate link" -> simulations().link(matched);
      default -> {
        return expect(matched);
      }
    }
    return true;
  }

  private Simulations simulations() {
    List<Statement> declarations = new ArrayList<>(test.body().statements());
    declarations.addAll(checked.program().main().tree().statements());
    return new Simulations(world, declarations, questions());
  }

  private boolean expect(Matched matched) throws EvaluationException {
    boolean ofRun = !matched.signature().verb().equals("expect");
    if (ofRun && !hasRun) {
      problems.add(
          Diagnostic.error(Code.U005, matched.command().span(), "nothing has been run yet")
              .hint("put `run` or `run { … }` above it"));
      return false;
    }
    new Expectations(questions()).judge(matched).ifPresent(problems::add);
    return true;
  }

  private boolean run(Matched matched, List<Statement> rest) throws EvaluationException {
    Span span = matched.command().verb().getFirst().span();
    Map<String, String> given = new LinkedHashMap<>(parameters);
    given.putAll(parameters(matched));
    Optional<Stage> stage = stage(matched, given);
    if (stage.isEmpty()) {
      return false;
    }
    asking = matched.argument("file").isPresent() ? asking() : stage.get();
    hasRun = true;
    world.capacity.restart();
    take = new Screening(world).of(stage.get(), asking);
    if (world.isExceeded()) {
      problems.add(
          Diagnostic.error(Code.U005, span, "the run does not come to an end")
              .because(
                  "it went on for more than %s of virtual time, or %d waits"
                      .formatted(Texts.duration(BoundedScheduler.TIME), BoundedScheduler.WAITS)));
      return false;
    }
    return take.isSuccess() || isAskedFor(rest) || unexpected(span);
  }

  /** Returns the plan of what is run; none where another runbook cannot be had. */
  private Optional<Stage> stage(Matched matched, Map<String, String> given)
      throws EvaluationException {
    Optional<Expression> file = matched.argument("file");
    List<Statement> surroundings = test.body().statements();
    if (file.isEmpty()) {
      Optional<List<Statement>> block = matched.block().map(Block::statements);
      return Optional.of(world.planner.stage(checked, given, surroundings, block));
    }
    Diagnostics found = new Diagnostics();
    String path = Texts.plain(questions().value(file.get(), Type.PATH));
    Optional<Checked> other = others.find(path, file.get().span(), found);
    other.ifPresent(program -> found.addAll(program.diagnostics()));
    if (other.isEmpty() || !other.get().isSound()) {
      problems.addAll(found.inOrder());
      return Optional.empty();
    }
    Map<String, String> own = parameters(matched);
    return Optional.of(world.planner.stage(other.get(), own, List.of(), Optional.empty()));
  }

  /** Returns the values behind {@code with} as texts, as a command line gives them. */
  private Map<String, String> parameters(Matched matched) throws EvaluationException {
    Map<String, String> given = new LinkedHashMap<>();
    if (matched.argument("with").orElse(null) instanceof MapLiteral(List<Entry> entries, _)) {
      for (Entry entry : entries) {
        given.put(entry.key().text(), parameter(entry.value()));
      }
    }
    return given;
  }

  private String parameter(Expression written) throws EvaluationException {
    if (written instanceof Reference word && !asking.isValue(word.name())) {
      return word.name();
    }
    Value value = questions().value(written, Type.ANY);
    return value instanceof ListValue(List<Value> elements)
        ? elements.stream().map(Texts::plain).collect(Collectors.joining(","))
        : Texts.plain(value);
  }

  /** Tells whether a failure of the run is what the test looks at next. */
  private static boolean isAskedFor(List<Statement> rest) {
    for (Statement statement : rest) {
      if (statement instanceof Command command) {
        String verb =
            VerbLookup.find(command, VERBS).map(found -> found.signature().verb()).orElse("");
        switch (verb) {
          case "run" -> {
            return false;
          }
          case "expect failed", "expect refused", "expect succeeded" -> {
            return true;
          }
          default -> {}
        }
      }
    }
    return false;
  }

  /** Reports a failure that nothing asks for; the test ends with it. */
  private boolean unexpected(Span span) {
    problems.addAll(take.refusals());
    Diagnostic error =
        Diagnostic.error(Code.U005, span, "the run does not succeed, and nothing expects that")
            .because(take.shown());
    problems.add(take.failure().map(Performance::hint).map(error::hint).orElse(error));
    return false;
  }

  private static String hint(Failure failure) {
    String first = failure.path().split(Pattern.quote(Failure.SEPARATOR), 2)[0];
    return "if it is to fail, say so: `expect failed at " + Texts.quoted(first) + "`";
  }
}
