package dev.bounce.check;

import dev.bounce.backend.Action;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Index;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StringLiteral;
import dev.bounce.value.Type;
import java.util.List;
import java.util.Optional;

/** Checks what statements act on, and whether its backend can do that. */
final class TargetChecker {
  private final ModuleContext context;
  private final Diagnostics diagnostics;
  private final ExpressionChecker expressions;

  TargetChecker(ModuleContext context, ExpressionChecker expressions) {
    this.context = context;
    this.diagnostics = context.diagnostics();
    this.expressions = expressions;
  }

  /** Checks a target: what is declared, or a name that a backend knows. */
  void check(Expression term, Matched matched, Scope scope) {
    switch (term) {
      case ListLiteral(List<Expression> elements, _) ->
          elements.forEach(element -> check(element, matched, scope));
      case Reference reference when scope.find(reference.name()).isPresent() -> {
        Type type = expressions.typeOf(reference, scope);
        if (!Types.fits(type, Type.TARGET)) {
          expressions.expect(reference, Type.TARGET, scope);
        }
      }
      case Reference reference when reference.name().equals("all") -> {}
      case Reference reference -> undeclared(reference.name(), reference.span(), matched, scope);
      case StringLiteral string -> {
        expressions.typeOf(string, scope);
        undeclared(string.plainText().orElse(""), string.span(), matched, scope);
      }
      case Index(Reference reference, Expression index, _)
          when scope.find(reference.name()).isEmpty() -> {
        undeclared(reference.name(), reference.span(), matched, scope);
        expressions.expect(index, Type.INTEGER, scope);
      }
      case Expression.IntegerLiteral _,
          Expression.PercentLiteral _,
          Expression.DurationLiteral _,
          Expression.BooleanLiteral _,
          Expression.MapLiteral _,
          Expression.Comprehension _,
          Expression.Conditional _,
          Expression.Call _,
          Index _,
          Expression.Attribute _,
          Expression.Unary _,
          Expression.Binary _,
          Expression.StateTest _ ->
          expressions.expect(term, Type.TARGET, scope);
    }
  }

  private void undeclared(String name, Span span, Matched matched, Scope scope) {
    boolean simulated = matched.signature().verb().startsWith("simulate");
    if (via(matched).isPresent() || simulated) {
      return;
    }
    Optional<Diagnostic> misspelt = expressions.misspelt(name, span, scope);
    if (misspelt.isPresent()) {
      diagnostics.add(misspelt.get());
    } else if (!context.hasFallback()) {
      String named = String.join(" and ", context.namedBackends());
      diagnostics.add(
          Diagnostic.error(Code.C023, span, "nothing says how `" + name + "` is managed")
              .because(
                  named.isEmpty()
                      ? "it is not declared, and the runbook names no backend"
                      : "it is not declared, and the runbook names " + named)
              .hint("add `via BACKEND`, `default via BACKEND`, or declare the service"));
    }
  }

  /** Reports an action that the backend of a declared service does not have. */
  void checkAction(Matched matched, Scope scope) {
    Optional<Action> action = ActionSupport.wanted(matched);
    Optional<String> backend =
        via(matched).map(Reference::name).or(() -> soleBackend(matched, scope));
    if (action.isPresent()
        && backend.isPresent()
        && !context.backends().supports(backend.get(), action.get())) {
      diagnostics.add(ActionSupport.refusal(action.get(), backend.get(), matched));
    }
  }

  private Optional<String> soleBackend(Matched matched, Scope scope) {
    if (!(matched.argument("target").orElse(null) instanceof Reference reference)
        || scope.find(reference.name()).orElse(null) instanceof Symbol.Binding) {
      return Optional.empty();
    }
    if (scope.find(reference.name()).orElse(null) instanceof Symbol.Service(var declaration)) {
      return NamedBackends.first(declaration);
    }
    return context.namedBackends().size() == 1
        ? Optional.of(context.namedBackends().iterator().next())
        : Optional.empty();
  }

  /** Returns the backend that a statement names itself. */
  static Optional<Reference> via(Matched matched) {
    return matched.argument("via").filter(Reference.class::isInstance).map(Reference.class::cast);
  }
}
