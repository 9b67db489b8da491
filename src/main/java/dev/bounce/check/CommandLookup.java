package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.diag.Suggest;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Statement.Body;
import dev.bounce.syntax.Statement.Command;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.value.Type;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds which verb or procedure a command means: of a test, of the language, or of a module. */
final class CommandLookup {
  private static final Set<String> OF_THE_PROMPT = Set.of("help", "exit", "quit");

  private final ModuleContext context;
  private final Diagnostics diagnostics;

  CommandLookup(ModuleContext context) {
    this.context = context;
    this.diagnostics = context.diagnostics();
  }

  /**
   * Returns what a command stands for; nothing where that is unknown, which is reported.
   *
   * @param inTest whether it stands in a test itself, where the verbs of tests come first
   */
  Optional<VerbLookup> find(Command command, Scope scope, boolean inTest) {
    if (command.verb().size() > 1) {
      return qualified(command, scope);
    }
    if (inTest) {
      Optional<VerbLookup> ofTest = VerbLookup.find(command, TestVerbs.BY_NAME);
      if (ofTest.isPresent()) {
        return ofTest;
      }
    }
    Optional<VerbLookup> builtIn = VerbLookup.find(command, context.verbs());
    if (builtIn.isPresent()) {
      return builtIn;
    }
    Name verb = command.verb().getFirst();
    if (scope.find(verb.text()).orElse(null) instanceof Symbol.Binding(Type type, _)
        && type == Type.BLOCK) {
      return Optional.of(new VerbLookup(Signature.of(verb.text()), 0));
    }
    Optional<Definition> own = context.definition(verb.text());
    if (own.isPresent() && own.get().body() instanceof Body.Procedure) {
      return Optional.of(new VerbLookup(Definitions.signature(own.get(), verb.text()), 0));
    }
    diagnostics.add(unknownVerb(command, verb, own));
    return Optional.empty();
  }

  private Diagnostic unknownVerb(Command command, Name verb, Optional<Definition> function) {
    if (function.isPresent()) {
      return Diagnostic.error(Code.C001, verb.span(), "`" + verb + "` is a function, not a verb")
          .hint("use its value: `let x = " + verb + "(…)`");
    }
    if (verb.text().equals("wait")) {
      Span at = command.terms().isEmpty() ? verb.span() : command.terms().getFirst().span();
      return Diagnostic.error(Code.C001, at, "`wait` goes on with `healthy` or `until`")
          .hint("write `wait healthy` or `wait until CONDITION within 30s`");
    }
    if (OF_THE_PROMPT.contains(verb.text())) {
      return Diagnostic.error(Code.C001, verb.span(), "unknown verb `" + verb + "`")
          .hint("a command of the prompt begins with a colon: `:help`, `:quit`");
    }
    if (diagnostics.isFull()) {
      return Diagnostic.error(Code.C001, verb.span(), "unknown verb `" + verb + "`");
    }
    Set<String> known = new HashSet<>(context.verbs().keySet());
    context.module().definitions().forEach(definition -> known.add(definition.name().text()));
    return Diagnostic.error(Code.C001, verb.span(), "unknown verb `" + verb + "`")
        .hint("`bounce doc` lists the verbs")
        .suggest(Suggest.nearest(verb.text(), known));
  }

  private Optional<VerbLookup> qualified(Command command, Scope scope) {
    Name alias = command.verb().getFirst();
    Name name = command.verb().get(1);
    LoadedModule module =
        scope.find(alias.text()).orElse(null) instanceof Symbol.Imported imported
            ? imported.module()
            : null;
    if (module == null && alias.text().equals(context.module().name())) {
      module = context.module();
    }
    if (module == null && context.module().uses(alias.text())) {
      return Optional.empty();
    }
    if (module == null) {
      // A module that is used but could not be had has been reported where it is used.
      diagnostics.add(
          Diagnostic.error(Code.C017, alias.span(), "no module `" + alias + "` is in use here")
              .hint("add `use " + alias + "` at the top of the file")
              .suggest(Suggest.nearest(alias.text(), context.module().imports().keySet())));
      return Optional.empty();
    }
    Optional<Definition> definition = module.definition(name.text());
    if (definition.isEmpty() || !(definition.get().body() instanceof Body.Procedure)) {
      diagnostics.add(Definitions.unknown(module, name));
      return Optional.empty();
    }
    return Optional.of(
        new VerbLookup(Definitions.signature(definition.get(), command.verbText()), 0));
  }
}
