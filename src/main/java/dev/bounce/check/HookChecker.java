package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Property;
import java.util.List;

/**
 * Checks how {@code drain}, {@code undrain} and {@code before restart} of a service are written.
 */
final class HookChecker {
  private final Diagnostics diagnostics;

  HookChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Checks everything but the statements. */
  void check(Property property) {
    String name = property.name().text();
    List<Expression> terms = property.terms();
    boolean before = name.equals("before");
    String written = before ? "before restart" : name;
    if (before && !(!terms.isEmpty() && isRestart(terms.getFirst()))) {
      diagnostics.add(
          Diagnostic.error(Code.C002, property.name().span(), "`before` lacks the verb `restart`")
              .hint("write `before restart { … }`"));
      return;
    }
    int taken = before ? 1 : 0;
    if (terms.size() > taken) {
      Expression extra = terms.get(taken);
      diagnostics.add(
          Diagnostic.error(
                  Code.C003,
                  extra.span(),
                  "`" + written + "` has no place for `" + extra.span().text() + "`")
              .hint("its statements stand in a block; the member is `it` there"));
      return;
    }
    if (property.block().isEmpty()) {
      diagnostics.add(
          Diagnostic.error(Code.C025, property.name().span(), "`" + written + "` lacks its block")
              .hint("write `" + written + " { … }`; the member is `it` there"));
    } else if (property.block().get().statements().isEmpty()) {
      diagnostics.add(
          Diagnostic.error(Code.C033, property.name().span(), "`" + written + "` has nothing to do")
              .because("its block is empty")
              .hint("fill it in, or remove it"));
    }
  }

  private static boolean isRestart(Expression term) {
    return term instanceof Reference word && word.name().equals("restart");
  }
}
