package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Index;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.value.Type;
import java.util.Optional;

/** Checks places: what stands behind {@code on} has to have an inside, such as a container. */
final class PlaceChecker {
  private final ModuleContext context;
  private final ExpressionChecker expressions;
  private final Diagnostics diagnostics;

  PlaceChecker(ModuleContext context, ExpressionChecker expressions) {
    this.context = context;
    this.expressions = expressions;
    this.diagnostics = context.diagnostics();
  }

  /** Checks one place. */
  void check(Expression place, Scope scope) {
    expressions.expect(place, Type.PLACE, scope);
    Expression service =
        place instanceof Index(Reference reference, Expression _, _) ? reference : place;
    if (service instanceof Reference reference
        && scope.find(reference.name()).orElse(null) instanceof Symbol.Service(var declaration)) {
      Optional<String> backend = NamedBackends.first(declaration);
      if (backend.isPresent() && !context.backends().hasInside(backend.get())) {
        diagnostics.add(
            Diagnostic.error(
                    Code.C037,
                    place.span(),
                    "nothing can run inside of a service of " + backend.get())
                .because("a place is a container: a service `via docker`")
                .hint("leave `on` out: the machine itself is where everything runs"));
      }
    }
  }
}
