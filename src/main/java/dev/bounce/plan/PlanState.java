package dev.bounce.plan;

import dev.bounce.backend.Backend;
import dev.bounce.check.Checked;
import dev.bounce.check.Functions;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Statement.Definition;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one planning collects: services, unique names, diagnostics, and the scopes of modules. */
final class PlanState {
  /** How many steps a plan may have; a loop over a large list can ask for more. */
  static final int STEP_LIMIT = 100_000;

  private final Checked checked;
  private final Map<String, Backend> backends = new LinkedHashMap<>();
  private final Map<String, Verb> verbs = new LinkedHashMap<>();
  private final Diagnostics diagnostics = new Diagnostics();
  private final Map<String, Integer> names = new HashMap<>();
  private final IdentityHashMap<LoadedModule, PlanScope> moduleScopes = new IdentityHashMap<>();
  private final Map<String, ServicePlan> services = new LinkedHashMap<>();
  private Map<String, String> shownParameters = Map.of();
  private final Memory memory;
  private int steps;
  private boolean touched;

  PlanState(
      Checked checked, Collection<Backend> backends, Collection<Verb> verbs, Memory memory) {
    this.checked = checked;
    this.memory = memory;
    services.putAll(memory.services());
    backends.forEach(backend -> this.backends.put(backend.name(), backend));
    verbs.forEach(verb -> this.verbs.put(verb.signature().verb(), verb));
  }

  Checked checked() {
    return checked;
  }

  Map<String, Backend> backends() {
    return backends;
  }

  Map<String, Verb> verbs() {
    return verbs;
  }

  Diagnostics diagnostics() {
    return diagnostics;
  }

  Map<String, ServicePlan> services() {
    return services;
  }

  /** Returns what is taken over from earlier plans of a session. */
  Memory memory() {
    return memory;
  }

  void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  /** Returns a name that nothing else in the plan has. */
  String unique(String name) {
    int count = names.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "~" + count;
  }

  /** Counts a step; returns whether the plan is still small enough. */
  boolean countStep(Place place) {
    if (++steps == STEP_LIMIT) {
      report(
          Diagnostic.error(
                  Code.P007, "the plan has more than " + STEP_LIMIT + " steps at " + place.shown())
              .hint("loop over fewer elements"));
    }
    return steps < STEP_LIMIT;
  }

  /** Keeps what a report shows of the parameters. */
  void showParameters(Map<String, String> shown) {
    shownParameters = shown;
  }

  Map<String, String> shownParameters() {
    return shownParameters;
  }

  /** Remembers that from here on the world may have been changed. */
  void touch() {
    touched = true;
  }

  /** Tells whether a step so far may change the world. */
  boolean isTouched() {
    return touched;
  }

  /** Returns what a bare name defines, seen from a module. */
  Optional<Definition> definition(LoadedModule module, String name) {
    Optional<Definition> own = module.definition(name);
    boolean builtIn = Functions.find(name).isPresent() || verbs.containsKey(name);
    return own.isPresent() || builtIn || module.name().equals("prelude")
        ? own
        : checked.program().prelude().get().flatMap(prelude -> prelude.definition(name));
  }

  /** Returns the outermost scope of the module that has a definition: this one, or the prelude. */
  PlanScope moduleScope(LoadedModule module, Definition definition) {
    boolean own =
        module.definitions().stream().anyMatch(one -> one.span().equals(definition.span()));
    return own ? moduleScope(module) : moduleScope(checked.program().prelude().get().orElseThrow());
  }

  /** Returns the outermost scope of a module; made when it is first asked for. */
  PlanScope moduleScope(LoadedModule module) {
    PlanScope known = moduleScopes.get(module);
    if (known == null) {
      known = PlanScope.of(module);
      moduleScopes.put(module, known);
      PlanScope scope = known;
      scope.declare("guard", new Meaning.Known(new Formula.Variable("guard")));
      scope.declare("failure", new Meaning.Known(new Formula.Variable("failure")));
      module
          .imports()
          .forEach((alias, imported) -> scope.declare(alias, new Meaning.Imported(imported)));
    }
    return known;
  }

  /** Returns the modules that something was taken from. */
  Collection<LoadedModule> usedModules() {
    return moduleScopes.keySet();
  }
}
