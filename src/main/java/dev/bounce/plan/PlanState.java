package dev.bounce.plan;

import dev.bounce.backend.Backend;
import dev.bounce.check.Checked;
import dev.bounce.check.Functions;
import dev.bounce.check.Signature;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Statement.Definition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What one planning collects: services, unique names, diagnostics, and the scopes of modules. */
final class PlanState {
  /** How many steps a plan may have; a loop over a large list can ask for more. */
  static final int STEP_LIMIT = 100_000;

  /** How many parts all expressions may have once functions are put in place of their calls. */
  static final int FORMULA_LIMIT = 2_000_000;

  private final Checked checked;
  private final Map<String, Backend> backends = new LinkedHashMap<>();
  private final Map<String, Verb> verbs = new LinkedHashMap<>();
  private final Map<String, Signature> signatures = new LinkedHashMap<>();
  private final Diagnostics diagnostics = new Diagnostics();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<LoadedModule, PlanScope> moduleScopes = new HashMap<>();
  private final Map<String, ServicePlan> services = new LinkedHashMap<>();
  private Map<String, String> shownParameters = Map.of();
  private final Memory memory;
  private final HookRegister hooks = new HookRegister();
  private int steps;
  private int formulas;
  private boolean touched;
  private boolean onlyLooks;
  private BiConsumer<LoadedModule, PlanScope> onNewModule = (_, _) -> {};

  PlanState(Checked checked, Collection<Backend> backends, Collection<Verb> verbs, Memory memory) {
    this.checked = checked;
    this.memory = memory;
    services.putAll(memory.services());
    backends.forEach(backend -> this.backends.put(backend.name(), backend));
    for (Verb verb : verbs) {
      this.verbs.put(verb.signature().verb(), verb);
      signatures.put(verb.signature().verb(), verb.signature());
    }
  }

  /** From here on a parameter without a value is an error only where one asks for it. */
  void onlyLooks() {
    onlyLooks = true;
  }

  boolean isOnlyLooking() {
    return onlyLooks;
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

  Map<String, Signature> signatures() {
    return signatures;
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

  /** Counts a part of an expression; returns whether the plan is still small enough. */
  boolean countFormula(Span span) {
    if (++formulas == FORMULA_LIMIT) {
      report(
          Diagnostic.error(Code.P007, span, "the expressions of the plan have too many parts")
              .because("functions that call functions twice double it each time")
              .hint("bind a value with `let`, and use its name"));
    }
    return formulas < FORMULA_LIMIT;
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

  /**
   * Plans what is carried out at other times than where it stands: behind a change of the world, as
   * far as it can tell, and as none for what follows here.
   */
  <T> T aside(Supplier<T> planning) {
    boolean before = touched;
    touched = true;
    T planned = planning.get();
    touched = before;
    return planned;
  }

  /** Returns what is known of the blocks of services. */
  HookRegister hooks() {
    return hooks;
  }

  /** Tells whether a step so far may change the world. */
  boolean isTouched() {
    return touched;
  }

  /** Returns what a bare name defines, seen from a module. */
  Optional<Definition> definition(LoadedModule module, String name) {
    Optional<Definition> own = module.definition(name);
    boolean isPrelude = module.isStandard() && module.name().equals("prelude");
    boolean builtIn = Functions.find(name).isPresent() || verbs.containsKey(name);
    return own.isPresent() || builtIn || isPrelude
        ? own
        : checked.program().prelude().get().flatMap(prelude -> prelude.definition(name));
  }

  /** Returns the outermost scope of the module that has a definition: this one, or the prelude. */
  PlanScope moduleScope(LoadedModule module, Definition definition) {
    boolean own = module.definition(definition.name().text()).isPresent();
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
      onNewModule.accept(module, scope);
    }
    return known;
  }

  /** Says what declares the names of a module once its scope is made. */
  void onNewModule(BiConsumer<LoadedModule, PlanScope> declares) {
    onNewModule = declares;
  }

  /** Returns the modules that something was taken from. */
  Collection<LoadedModule> usedModules() {
    return moduleScopes.keySet();
  }
}
