package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Statement.Definition;
import java.util.HashMap;
import java.util.Map;

/** Reports what a module defines twice. */
final class Uniqueness {
  private final Diagnostics diagnostics;

  Uniqueness(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void definitions(LoadedModule module) {
    Map<String, Span> seen = new HashMap<>();
    for (Definition definition : module.definitions()) {
      Span earlier = seen.put(definition.name().text(), definition.name().span());
      if (earlier != null) {
        diagnostics.add(
            Diagnostic.error(
                    Code.C009,
                    definition.name().span(),
                    "`" + definition.name() + "` is defined twice")
                .because("it is defined at " + earlier.place() + " too"));
      }
    }
  }
}
