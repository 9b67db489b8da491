package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Parameter;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.value.Type;
import java.util.List;
import java.util.Optional;

/** What a module defines, seen from its callers. */
public final class Definitions {
  private Definitions() {}

  /**
   * Returns the signature of a procedure: a parameter with neither default nor label stands by
   * position, any other is a clause; a block parameter is the block.
   */
  public static Signature signature(Definition definition, String calledAs) {
    Signature signature = Signature.of(calledAs);
    for (Parameter parameter : definition.parameters()) {
      Type type = type(parameter);
      String name = parameter.name().text();
      boolean optional = parameter.defaultValue().isPresent();
      if (type == Type.BLOCK) {
        signature = signature.block(Signature.BlockRule.REQUIRED);
      } else if (type == Type.FLAG || optional || parameter.label().isPresent()) {
        String word = parameter.label().map(Name::text).orElse(name);
        boolean required = type != Type.FLAG && !optional;
        signature =
            signature.withClause(
                new Signature.Clause(word, name, type, required, Optional.empty()));
      } else {
        signature = signature.takes(name, type);
      }
    }
    return signature;
  }

  /** Returns the declared type of a parameter; unknown types have been reported where it stands. */
  public static Type type(Parameter parameter) {
    return parameter.type().map(type -> Types.resolve(type, new Diagnostics())).orElse(Type.ANY);
  }

  /** Returns the declared type of a function's value. */
  public static Type resultType(Definition definition) {
    return definition
        .resultType()
        .map(type -> Types.resolve(type, new Diagnostics()))
        .orElse(Type.ANY);
  }

  /** Returns the names that others may use, for hints. */
  static String names(LoadedModule module) {
    List<String> names = visible(module);
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }

  /** Returns the error about a name that a module does not define. */
  static Diagnostic unknown(LoadedModule module, Name name) {
    return Diagnostic.error(
            Code.C019, name.span(), "module `%s` defines no `%s`".formatted(module.name(), name))
        .hint("it defines " + names(module))
        .suggest(Suggest.nearest(name.text(), visible(module)));
  }

  private static List<String> visible(LoadedModule module) {
    return module.definitions().stream()
        .map(definition -> definition.name().text())
        .filter(name -> !name.startsWith("_"))
        .toList();
  }
}
