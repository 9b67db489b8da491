package dev.bounce.check;

import dev.bounce.backend.Backend;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.LoadedModule;
import dev.bounce.library.Program;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.DefaultDeclaration;
import dev.bounce.syntax.Statement.Requirement;
import dev.bounce.syntax.Statement.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  public Checker(Collection<Signature> verbs, Collection<Backend> backends, String version) {
    verbs.forEach(signature -> this.verbs.put(signature.verb(), signature));
    this.backends = new BackendFacts(backends);
    this.version = version;
  }

  /**
   * Checks a runbook and the files that it uses.
   *
   * @param earlier what the runbook may use of earlier entries of a session
   */
  public Checked check(Program program, Optional<Inventory> inventory, Earlier earlier) {
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(program.diagnostics());
    Set<LoadedModule> checked = new HashSet<>();
    Scope names = module(program.main(), program, inventory, earlier, diagnostics, checked);
    return new Checked(program, inventory, earlier, names.bindings(), diagnostics.inOrder());
  }

  /** Returns the scope of the statements of the module that stand in no block. */
  private Scope module(
      LoadedModule module,
      Program program,
      Optional<Inventory> inventory,
      Earlier earlier,
      Diagnostics diagnostics,
      Set<LoadedModule> checked) {
    checked.add(module);
    List<Statement> outside = inventory.map(Inventory::statements).orElse(List.of());
    ModuleContext context = context(module, program, outside, earlier, diagnostics);
    Scope scope = Scope.outermost();
    StatementChecker statements = new StatementChecker(context);
    scope.declare("guard", new Symbol.Binding(StatementChecker.GUARD, Optional.empty()));
    earlier
        .names()
        .forEach((name, type) -> scope.declare(name, new Symbol.Binding(type, Optional.empty())));
    statements.checkFile(outside, scope);
    // A runbook shares its names with its inventory; a module of its own need not know of it.
    Scope file = module.equals(program.main()) ? scope.beside() : scope.inner();
    imports(module, file);
    requirements(module, file, outside, diagnostics);
    new Uniqueness(diagnostics).definitions(module);
    new Circles(diagnostics, verbs.keySet()).definitions(module);
    statements.checkFile(module.tree().statements(), file);
    for (LoadedModule imported : module.imports().values()) {
      if (!imported.isStandard() && !checked.contains(imported)) {
        module(imported, program, inventory, Earlier.NONE, diagnostics, checked);
      }
    }
    return file;
  }

  private ModuleContext context(
      LoadedModule module,
      Program program,
      List<Statement> outside,
      Earlier earlier,
      Diagnostics diagnostics) {
    List<Statement> all = new ArrayList<>(outside);
    all.addAll(module.tree().statements());
    Set<String> named = new LinkedHashSet<>(earlier.backends());
    named.addAll(NamedBackends.of(all));
    boolean hasDefault = all.stream().anyMatch(DefaultDeclaration.class::isInstance);
    return new ModuleContext(
        module, program.prelude(), verbs, backends, named, hasDefault, diagnostics);
  }

  private static void imports(LoadedModule module, Scope scope) {
    Map<String, Span> spans = new HashMap<>();
    for (Use use : module.all(Use.class)) {
      use.alias().or(use::name).ifPresent(alias -> spans.putIfAbsent(alias.text(), alias.span()));
    }
    module
        .imports()
        .forEach((alias, imported) ->
            scope.declare(
                alias, new Symbol.Imported(imported, Optional.ofNullable(spans.get(alias)))));
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
