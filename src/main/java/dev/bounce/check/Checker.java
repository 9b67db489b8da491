package dev.bounce.check;

import dev.bounce.backend.Backend;
import dev.bounce.diag.Diagnostics;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.LoadedModule;
import dev.bounce.library.Program;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.DefaultDeclaration;
import dev.bounce.syntax.Statement.Requirement;
import dev.bounce.value.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a program and its inventory: every diagnostic in one go. Looks at nothing but its
 * arguments.
 */
public final class Checker {
  private final Map<String, Signature> verbs = new LinkedHashMap<>();
  private final BackendFacts backends;
  private final String version;

  /**
   * @param verbs the built-in verbs
   * @param backends the backends that this version can drive
   * @param version the version that {@code requires bounce} is held against
   */
  public Checker(
      Collection<Signature> verbs, Collection<Backend> backends, String version) {
    verbs.forEach(signature -> this.verbs.put(signature.verb(), signature));
    this.backends = new BackendFacts(backends);
    this.version = version;
  }

  /** Checks a runbook and the files that it uses. */
  public Checked check(Program program, Optional<Inventory> inventory) {
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(program.diagnostics());
    Set<LoadedModule> checked = Collections.newSetFromMap(new IdentityHashMap<>());
    module(program.main(), program, inventory, diagnostics, checked);
    return new Checked(program, inventory, diagnostics.inOrder());
  }

  private void module(
      LoadedModule module,
      Program program,
      Optional<Inventory> inventory,
      Diagnostics diagnostics,
      Set<LoadedModule> checked) {
    if (!checked.add(module)) {
      return;
    }
    List<Statement> outside = inventory.map(Inventory::statements).orElse(List.of());
    ModuleContext context = context(module, program, outside, diagnostics);
    Scope scope = Scope.outermost();
    StatementChecker statements = new StatementChecker(context);
    scope.declare("guard", new Symbol.Binding(new Type.MapOf(Type.ANY), Optional.empty()));
    statements.checkFile(outside, scope);
    Scope file = scope.inner();
    imports(module, file);
    requirements(module, file, outside, diagnostics);
    new Uniqueness(diagnostics).definitions(module);
    new Circles(diagnostics, verbs.keySet()).check(module, outside);
    statements.checkFile(module.tree().statements(), file);
    for (LoadedModule imported : module.imports().values()) {
      if (!imported.tree().source().name().startsWith("stdlib/")) {
        module(imported, program, Optional.empty(), diagnostics, checked);
      }
    }
  }

  private ModuleContext context(
      LoadedModule module, Program program, List<Statement> outside, Diagnostics diagnostics) {
    List<Statement> all = new ArrayList<>(outside);
    all.addAll(module.tree().statements());
    Set<String> named = NamedBackends.of(all);
    boolean hasDefault = all.stream().anyMatch(DefaultDeclaration.class::isInstance);
    return new ModuleContext(
        module, program.prelude(), verbs, backends, named, hasDefault, diagnostics);
  }

  private static void imports(LoadedModule module, Scope scope) {
    module
        .imports()
        .forEach(
            (alias, imported) ->
                scope.declare(alias, new Symbol.Imported(imported, Optional.empty())));
  }

  private void requirements(
      LoadedModule module, Scope scope, List<Statement> outside, Diagnostics diagnostics) {
    Scope known = scope.inner();
    declared(outside, known);
    declared(module.tree().statements(), known);
    for (Requirement requirement : module.all(Requirement.class)) {
      new RequirementChecker(version, diagnostics).check(requirement, known);
    }
  }

  private static void declared(List<Statement> statements, Scope scope) {
    for (Statement statement : statements) {
      if (statement instanceof Statement.ServiceDeclaration service) {
        scope.declare(service.name().text(), new Symbol.Service(service));
      } else if (statement instanceof Statement.GroupDeclaration group) {
        scope.declare(group.name().text(), new Symbol.Group(Optional.of(group.span())));
      } else if (statement instanceof Statement.HostDeclaration host) {
        scope.declare(host.name().text(), new Symbol.Host(Optional.of(host.span())));
      }
    }
  }
}
