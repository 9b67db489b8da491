package dev.bounce.repl;

import dev.bounce.check.Checked;
import dev.bounce.check.Definitions;
import dev.bounce.check.Signature;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.Body;
import dev.bounce.syntax.Statement.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words that can be typed at this point of a session.
 *
 * @param verbs the built-in verbs and the procedures that can be called
 * @param names services, groups and values
 * @param backends what can follow {@code via}
 * @param modules what can follow {@code use}
 */
record Vocabulary(
    List<Signature> verbs, Set<String> names, List<String> backends, List<String> modules) {
  /**
   * Returns the words of a session.
   *
   * @param checked its declarations
   */
  static Vocabulary of(SessionState state, Checked checked, Session.Setting setting) {
    List<Signature> verbs = new ArrayList<>(setting.workspace().signatures());
    LoadedModule main = checked.program().main();
    addProcedures(main, "", verbs);
    checked.program().prelude().get().ifPresent(prelude -> addProcedures(prelude, "", verbs));
    main.imports().forEach((alias, module) -> addProcedures(module, alias + ".", verbs));
    Set<String> names = new TreeSet<>(state.values().keySet());
    List<Statement> declared = new ArrayList<>(state.declarations());
    setting.inventory().map(Inventory::statements).ifPresent(declared::addAll);
    for (Statement statement : declared) {
      Slot.of(statement)
          .filter(slot -> slot.kind() == Slot.Kind.NAME)
          .ifPresent(slot -> names.add(slot.name()));
    }
    state.services().values().forEach(service -> names.add(service.name()));
    return new Vocabulary(
        verbs, names, setting.workspace().backends(), setting.workspace().modules());
  }

  private static void addProcedures(LoadedModule module, String prefix, List<Signature> verbs) {
    for (Definition definition : module.definitions()) {
      if (definition.body() instanceof Body.Procedure) {
        verbs.add(Definitions.signature(definition, prefix + definition.name().text()));
      }
    }
  }
}
