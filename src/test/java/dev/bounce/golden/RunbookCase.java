package dev.bounce.golden;

import dev.bounce.backend.Backend;
import dev.bounce.backend.docker.DockerBackend;
import dev.bounce.backend.gunicorn.GunicornBackend;
import dev.bounce.backend.nginx.NginxBackend;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.backend.supervisor.SupervisorBackend;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import dev.bounce.inventory.Inventory;
import dev.bounce.inventory.Loaded;
import dev.bounce.library.BundledModules;
import dev.bounce.library.Library;
import dev.bounce.library.StandardModules;
import dev.bounce.plan.Plan;
import dev.bounce.repl.Workspace;
import dev.bounce.repl.Workspace.Compiled;
import dev.bounce.syntax.Parsed;
import dev.bounce.syntax.Parser;
import dev.bounce.testbed.SimulatedDeclarations;
import dev.bounce.verb.Verbs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A golden case that is a runbook: {@code input.runbook}, perhaps with {@code inventory.yml},
 * {@code parameters.txt} (a line {@code name=value} for each), standard modules of its own under
 * {@code modules/}, and any other files that it uses.
 *
 * @param folder where it lies
 */
public record RunbookCase(Path folder) {
  /** The version of bounce that {@code requires} is held against. */
  private static final String VERSION = "1.0.0";

  /**
   * What a case came to.
   *
   * @param plan absent where something is wrong
   * @param diagnostics of all that was read, checked and planned, in this order
   */
  public record Outcome(Optional<Plan> plan, List<Diagnostic> diagnostics) {
    /** Copies the list. */
    public Outcome {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** Returns the backends that plans are made for. */
  public static Map<String, Backend> backends() {
    Map<String, Backend> backends = new LinkedHashMap<>();
    for (Backend backend :
        List.of(
            new SupervisorBackend(),
            new DockerBackend(),
            new GunicornBackend(Path.of("/var/lib/bounce")),
            new NginxBackend(Path.of("/var/lib/bounce")),
            new ProcessBackend(Path.of("/run/bounce")),
            new SimulatedDeclarations())) {
      backends.put(backend.name(), backend);
    }
    return backends;
  }

  /** Returns what takes texts to plans, with these modules besides those that are shipped. */
  public static Workspace workspace(StandardModules modules) {
    return new Workspace(new Library(modules), Verbs.ALL, backends().values(), VERSION);
  }

  /** Reads, checks and plans a text that stands alone. */
  public static Outcome of(String text) {
    return of(text, Map.of());
  }

  /** Reads, checks and plans a text that stands alone. */
  public static Outcome of(String text, Map<String, String> parameters) {
    Parsed parsed = Parser.parse(new Source("input.runbook", text));
    Compiled compiled =
        workspace(new BundledModules())
            .compile(
                parsed, Optional.empty(), Path.of("src/test/golden"), Optional.empty(), parameters);
    return new Outcome(compiled.plan(), compiled.diagnostics());
  }

  /** Reads, checks and, where nothing is wrong, plans it. */
  public Outcome outcome() {
    Path file = folder.resolve("input.runbook");
    Parsed parsed = Parser.parse(new Source("input.runbook", Golden.read(file)));
    Optional<Loaded> inventory = inventory();
    List<Diagnostic> diagnostics = new ArrayList<>();
    inventory.ifPresent(loaded -> diagnostics.addAll(loaded.diagnostics()));
    if (diagnostics.stream().anyMatch(Diagnostic::isError)) {
      return new Outcome(Optional.empty(), diagnostics);
    }
    Compiled compiled =
        workspace(new OwnModules(folder.resolve("modules")))
            .compile(
                parsed, Optional.of(file), folder, inventory.map(Loaded::inventory), parameters());
    diagnostics.addAll(compiled.diagnostics());
    return new Outcome(compiled.plan(), diagnostics);
  }

  private Optional<Loaded> inventory() {
    Path file = folder.resolve("inventory.yml");
    return Files.exists(file)
        ? Optional.of(Inventory.load(new Source("inventory.yml", Golden.read(file))))
        : Optional.empty();
  }

  private Map<String, String> parameters() {
    Path file = folder.resolve("parameters.txt");
    Map<String, String> parameters = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (String line : Golden.read(file).lines().toList()) {
        int equals = line.indexOf('=');
        parameters.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return parameters;
  }

  /** Modules of the case's own; those that are shipped where it has none of a name. */
  private record OwnModules(Path folder) implements StandardModules {
    private static final StandardModules SHIPPED = new BundledModules();

    @Override
    public Optional<Source> find(String name) {
      Path file = folder.resolve(name + ".runbook");
      return Files.exists(file)
          ? Optional.of(new Source("stdlib/" + name + ".runbook", Golden.read(file)))
          : SHIPPED.find(name);
    }

    @Override
    public List<String> names() {
      return SHIPPED.names();
    }
  }
}
