package dev.bounce.repl;

import dev.bounce.check.Checked;
import dev.bounce.check.NamedBackends;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Neutral;
import dev.bounce.diag.Source;
import dev.bounce.inventory.Inventory;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Plan;
import dev.bounce.plan.Planned;
import dev.bounce.plan.Step;
import dev.bounce.run.Aftermath;
import dev.bounce.run.ExitCode;
import dev.bounce.run.Interruption;
import dev.bounce.syntax.Module;
import dev.bounce.syntax.Parsed;
import dev.bounce.syntax.Parser;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.ParameterDeclaration;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes statements entry by entry: what one entry declares, computes and touches is there for those
 * after it. {@code bounce exec} is a session of one entry.
 *
 * <p>An entry that is wrong changes nothing. One thread enters; any other may {@link #interrupt()}.
 */
public final class Session {
  /** What the value of an expression is called that was entered by itself. */
  static final String LAST = "last";

  private static final String NOT_KEPT =
      "what this entry declares is not kept: it needs a value that the run did not come to\n";

  /** Its figures belong to the run that made them. */
  private static final String GUARD = "guard";

  private final Setting setting;
  private final EntryRunner runner;
  private final AtomicReference<Optional<Interruption>> running =
      new AtomicReference<>(Optional.empty());
  private SessionState state = SessionState.EMPTY;
  private int entries;

  /**
   * @param setting what all entries share
   * @param runner carries them out
   */
  public Session(Setting setting, EntryRunner runner) {
    this.setting = setting;
    this.runner = runner;
  }

  /**
   * What all entries of a session share.
   *
   * @param workspace takes texts to plans
   * @param directory what imports and files are relative to
   * @param inventory what entries are applied to
   * @param parameters texts for the parameters that an entry may declare
   */
  public record Setting(
      Workspace workspace,
      Path directory,
      Optional<Inventory> inventory,
      Map<String, String> parameters) {
    /** Copies the map. */
    public Setting {
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * Carries out what was typed: statements, an expression, or a command of the session that begins
   * with a colon.
   */
  public Entry enter(String text) {
    if (text.isBlank()) {
      return Entry.nothing();
    }
    Source source = new Source("repl:" + ++entries, text);
    if (SessionCommands.isCommand(text)) {
      return new SessionCommands(this).carryOut(source);
    }
    Parsed parsed = Parser.parse(source);
    if (parsed.isComplete() && parsed.module().statements().isEmpty()) {
      return Entry.nothing();
    }
    Draft draft = draft(parsed, false);
    return draft.isSound() ? carryOut(draft, false) : expression(source).orElseGet(draft::refused);
  }

  /**
   * Carries out statements.
   *
   * @param name what diagnostics call the text
   */
  public Entry execute(String name, String text) {
    Draft draft = draft(Parser.parse(new Source(name, text)), true);
    return draft.isSound() ? carryOut(draft, false) : draft.refused();
  }

  /** Shows what statements would do; touches nothing, and the session learns nothing of them. */
  public Entry preview(String name, String text) {
    return preview(Parser.parse(new Source(name, text)), true);
  }

  Entry preview(Parsed parsed, boolean allParameters) {
    Draft draft = draft(parsed, allParameters);
    if (draft.plan().isEmpty()) {
      return draft.refused();
    }
    try {
      runner.warn(draft.warnings());
      return Entry.showing(runner.preview(draft.plan().get()));
    } catch (NotRunException refused) {
      return Entry.refused(refused.diagnostics(), refused.exitCode());
    }
  }

  /** Carries out a text that was read already, as that of a file. */
  Entry execute(Parsed parsed) {
    Draft draft = draft(parsed, false);
    return draft.isSound() ? carryOut(draft, false) : draft.refused();
  }

  /**
   * Asks the run that is going on to end: at its next safe point, and at once when it is asked for
   * the second time. Returns whether there is one.
   */
  public boolean interrupt() {
    Optional<Interruption> interruption = running.get();
    interruption.ifPresent(Interruption::request);
    return interruption.isPresent();
  }

  /** Asks likewise, unless that was done already. */
  void interruptOnce() {
    running.get().filter(one -> !one.isRequested()).ifPresent(Interruption::request);
  }

  /** Forgets everything but the setting. */
  void reset() {
    state = SessionState.EMPTY;
  }

  /** Returns what the session knows. */
  SessionState state() {
    return state;
  }

  Setting setting() {
    return setting;
  }

  /** Returns the names that an entry can use. */
  Vocabulary vocabulary() {
    Source nothing = new Source("", "");
    Parsed parsed = new Parsed(new Module(nothing, state.declarations()), List.of());
    return Vocabulary.of(state, check(parsed, state), setting);
  }

  /** An entry that has been looked at from all sides; nothing of it has happened. */
  private record Draft(
      Source source,
      List<Statement> statements,
      SessionState base,
      Checked checked,
      Optional<Planned> planned,
      List<Diagnostic> diagnostics) {
    boolean isSound() {
      return planned.isPresent() && diagnostics.stream().noneMatch(Diagnostic::isError);
    }

    Optional<Plan> plan() {
      return isSound() ? planned.flatMap(Planned::plan) : Optional.empty();
    }

    Entry refused() {
      return Entry.refused(
          diagnostics.stream().filter(found -> found.isError() || isOfEntry(found)).toList());
    }

    List<Diagnostic> warnings() {
      return diagnostics.stream().filter(found -> !found.isError() && isOfEntry(found)).toList();
    }

    /** What may be wrong in earlier entries has been shown with them. */
    private boolean isOfEntry(Diagnostic found) {
      return found.span().filter(span -> span.source() != source).isEmpty();
    }
  }

  private Draft draft(Parsed parsed, boolean allParameters) {
    List<Statement> statements = parsed.module().statements();
    Source source = parsed.module().source();
    SessionState base = state.replacedBy(statements);
    List<Statement> all = new ArrayList<>(base.declarations());
    all.addAll(statements);
    Checked checked = check(new Parsed(new Module(source, all), parsed.diagnostics()), base);
    List<Diagnostic> found =
        checked.isSound() ? brokenBy(checked, base, statements) : checked.diagnostics();
    if (found.stream().anyMatch(Diagnostic::isError)) {
      return new Draft(source, statements, base, checked, Optional.empty(), found);
    }
    Map<String, String> parameters = new LinkedHashMap<>(setting.parameters());
    if (!allParameters) {
      parameters.keySet().retainAll(parameterNames(statements));
    }
    Planned planned = setting.workspace().plan(checked, parameters, statements, base.memory());
    List<Diagnostic> diagnostics = new ArrayList<>(checked.diagnostics());
    diagnostics.addAll(planned.diagnostics());
    if (isEmpty(planned) && statements.stream().allMatch(one -> Slot.of(one).isEmpty())) {
      diagnostics.add(Diagnostic.error(Code.P008, "there is nothing to do"));
    }
    return new Draft(source, statements, base, checked, Optional.of(planned), diagnostics);
  }

  /** Returns what would be wrong with definitions once names have the types of this entry. */
  private List<Diagnostic> brokenBy(
      Checked checked, SessionState base, List<Statement> statements) {
    return base.types().keySet().stream().noneMatch(checked.names()::containsKey)
        ? List.of()
        : errors(base.declaring(statements, Set.of()).typed(checked.names()));
  }

  private Checked check(Parsed parsed, SessionState base) {
    return setting
        .workspace()
        .check(parsed, Optional.empty(), setting.directory(), setting.inventory(), base.earlier());
  }

  private static Set<String> parameterNames(List<Statement> statements) {
    Set<String> names = new HashSet<>();
    for (Statement statement : statements) {
      if (statement instanceof ParameterDeclaration parameter) {
        names.add(parameter.name().text());
      }
    }
    return names;
  }

  private static boolean isEmpty(Planned planned) {
    return planned.plan().map(Plan::root).orElse(null) instanceof Step.Block block
        && block.steps().isEmpty();
  }

  /** Takes an entry that is no statement as an expression whose value is asked for. */
  private Optional<Entry> expression(Source source) {
    Source asked = new Source(source.name(), "let " + LAST + " = " + source.text());
    Parsed parsed = Parser.parse(asked);
    if (!parsed.isComplete() || parsed.module().statements().size() != 1) {
      return Optional.empty();
    }
    Draft draft = draft(parsed, false);
    boolean noStatement = !Parser.parse(source).isComplete();
    if (draft.isSound()) {
      return Optional.of(carryOut(draft, true));
    }
    return noStatement ? Optional.of(draft.refused()) : Optional.empty();
  }

  /** Runs a sound draft, and keeps what it leaves. */
  private Entry carryOut(Draft draft, boolean showValue) {
    Planned planned = draft.planned().orElseThrow();
    runner.warn(draft.warnings());
    if (isEmpty(planned)) {
      String note = keep(draft, planned, Optional.empty());
      return Entry.showing(showValue ? lastValue() : note);
    }
    Interruption interruption = new Interruption();
    running.set(Optional.of(interruption));
    try {
      Aftermath aftermath = runner.run(planned.plan().orElseThrow(), state.touched(), interruption);
      String note = keep(draft, planned, Optional.of(aftermath));
      boolean done = aftermath.report().exitCode() == ExitCode.DONE;
      return Entry.ran(aftermath.report(), showValue && done ? lastValue() : note);
    } catch (NotRunException refused) {
      return Entry.refused(refused.diagnostics(), refused.exitCode());
    } finally {
      running.set(Optional.empty());
    }
  }

  private String lastValue() {
    Value value = state.values().get(LAST);
    return value == null ? "" : Neutral.line(Texts.shown(value)) + "\n";
  }

  /** Returns what the person should know about it, as a rule nothing. */
  private String keep(Draft draft, Planned planned, Optional<Aftermath> aftermath) {
    Map<String, Value> values = new LinkedHashMap<>();
    Map<String, Value> bound = aftermath.map(Aftermath::variables).orElse(Map.of());
    planned
        .names()
        .forEach((name, formula) -> value(formula, bound).ifPresent(it -> values.put(name, it)));
    values.remove(GUARD);
    Map<String, Type> types = new LinkedHashMap<>(draft.checked().names());
    types.keySet().retainAll(values.keySet());
    var services = planned.plan().orElseThrow().services();
    var touched = aftermath.map(Aftermath::touched).orElse(state.touched());
    SessionState next =
        draft
            .base()
            .declaring(draft.statements(), NamedBackends.of(draft.statements()))
            .binding(values, types)
            .after(touched, services);
    // What was never bound may be missing in a definition: then none of its declarations is kept.
    boolean sound = errors(next).isEmpty();
    state = sound ? next : state.after(touched, services);
    return sound ? "" : NOT_KEPT;
  }

  private List<Diagnostic> errors(SessionState next) {
    Module declarations = new Module(new Source("", ""), next.declarations());
    return check(new Parsed(declarations, List.of()), next).diagnostics().stream()
        .filter(Diagnostic::isError)
        .toList();
  }

  private static Optional<Value> value(Formula formula, Map<String, Value> bound) {
    return formula instanceof Formula.Variable(String name)
        ? Optional.ofNullable(bound.get(name))
        : formula.known();
  }
}
