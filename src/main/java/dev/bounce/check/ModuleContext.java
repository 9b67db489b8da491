package dev.bounce.check;

import dev.bounce.diag.Diagnostics;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Statement.Definition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is the same all over a module while it is checked.
 *
 * @param module the module
 * @param prelude the module that every other one sees, read when a name is found nowhere else
 * @param verbs the signatures of the built-in verbs, by verb
 * @param backends what is known of backends
 * @param namedBackends the backends that the module names, which decide for an undeclared service
 * @param hasDefaultBackend whether the module or the inventory says {@code default via}
 * @param diagnostics where everything is reported
 */
record ModuleContext(
    LoadedModule module,
    Supplier<Optional<LoadedModule>> prelude,
    Map<String, Signature> verbs,
    BackendFacts backends,
    Set<String> namedBackends,
    boolean hasDefaultBackend,
    Diagnostics diagnostics) {

  /** Tells whether a service of which nothing is said has a backend all the same. */
  boolean hasFallback() {
    return hasDefaultBackend || namedBackends.size() == 1;
  }

  /**
   * Returns what a bare name defines in this module, else in the prelude; a name that is built in
   * is never looked for in the prelude.
   */
  Optional<Definition> definition(String name) {
    Optional<Definition> own = module.definition(name);
    boolean isPrelude = module.isStandard() && module.name().equals("prelude");
    boolean builtIn = Functions.find(name).isPresent() || verbs.containsKey(name);
    return own.isPresent() || builtIn || isPrelude
        ? own
        : prelude.get().flatMap(loaded -> loaded.definition(name));
  }
}
