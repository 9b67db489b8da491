package dev.bounce.repl;

import dev.bounce.backend.Backend;
import dev.bounce.check.Checked;
import dev.bounce.check.Checker;
import dev.bounce.check.Earlier;
import dev.bounce.check.Signature;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.Library;
import dev.bounce.library.Program;
import dev.bounce.plan.Memory;
import dev.bounce.plan.Plan;
import dev.bounce.plan.Planned;
import dev.bounce.plan.Planner;
import dev.bounce.plan.Verb;
import dev.bounce.syntax.Parsed;
import dev.bounce.syntax.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a text all the way to a plan: what files, {@code exec} and the REPL share. Reads modules
 * and changes nothing.
 */
public final class Workspace {
  private final Library library;
  private final Checker checker;
  private final Planner planner;
  private final List<Signature> signatures;
  private final List<String> backends;

  /**
   * @param library where modules are found
   * @param verbs the built-in verbs
   * @param backends the backends of this version
   * @param version the version that {@code requires bounce} is held against
   */
  public Workspace(
      Library library, Collection<Verb> verbs, Collection<Backend> backends, String version) {
    this.library = library;
    this.signatures = verbs.stream().map(Verb::signature).toList();
    this.backends = backends.stream().map(Backend::name).toList();
    this.checker = new Checker(signatures, backends, version);
    this.planner = new Planner(verbs, backends);
  }

  /**
   * What a text came to.
   *
   * @param checked the program as it was checked
   * @param plan absent where an error forbids one, or none was asked for
   * @param diagnostics everything that is wrong
   */
  public record Compiled(Checked checked, Optional<Plan> plan, List<Diagnostic> diagnostics) {
    /** Copies the list. */
    public Compiled {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /**
   * Checks a text.
   *
   * @param file where it lies; absent for text that was typed
   * @param directory what its imports are relative to
   */
  public Checked check(
      Parsed parsed, Optional<Path> file, Path directory, Optional<Inventory> inventory) {
    return check(parsed, file, directory, inventory, Earlier.NONE);
  }

  /** Checks a text that may use what earlier entries of a session have left. */
  Checked check(
      Parsed parsed,
      Optional<Path> file,
      Path directory,
      Optional<Inventory> inventory,
      Earlier earlier) {
    Program program = library.load(parsed, file, directory);
    return checker.check(program, inventory, earlier);
  }

  /**
   * Checks a runbook that another one names.
   *
   * @param path relative to {@code directory}
   * @param named where it is named
   * @param problems is told why there is none
   */
  public Optional<Checked> checkBeside(
      String path,
      Span named,
      Path directory,
      Optional<Inventory> inventory,
      Diagnostics problems) {
    return library
        .loadBeside(path, named, directory, problems)
        .map(program -> checker.check(program, inventory, Earlier.NONE));
  }

  /** Checks a text and, if it is sound, plans it. */
  public Compiled compile(
      Parsed parsed,
      Optional<Path> file,
      Path directory,
      Optional<Inventory> inventory,
      Map<String, String> parameters) {
    Checked checked = check(parsed, file, directory, inventory);
    if (!checked.isSound()) {
      return new Compiled(checked, Optional.empty(), checked.diagnostics());
    }
    Planned planned = planner.plan(checked, parameters);
    List<Diagnostic> all = new ArrayList<>(checked.diagnostics());
    all.addAll(planned.diagnostics());
    return new Compiled(checked, planned.plan(), all);
  }

  /** Plans a sound entry of a session. */
  Planned plan(
      Checked checked, Map<String, String> parameters, List<Statement> statements, Memory memory) {
    return planner.plan(checked, parameters, statements, memory);
  }

  /** Returns the signatures of the built-in verbs. */
  List<Signature> signatures() {
    return signatures;
  }

  /** Returns the names of the backends. */
  List<String> backends() {
    return backends;
  }

  /** Returns the names of the modules that can be used by name. */
  List<String> modules() {
    return library.standardNames();
  }

  /** Returns the planner, for what plans parts of a checked program. */
  public Planner planner() {
    return planner;
  }
}
