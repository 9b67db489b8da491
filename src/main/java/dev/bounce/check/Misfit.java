package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.IntegerLiteral;
import dev.bounce.value.Type;

/** What is said of an expression whose type is not the one that is wanted. */
final class Misfit {
  private Misfit() {}

  /** Returns the error about an expression of one type where another one is expected. */
  static Diagnostic of(Expression expression, Type actual, Type expected) {
    Diagnostic error =
        Diagnostic.error(
            Code.C007,
            expression.span(),
            "%s is expected here, this is %s".formatted(expected.text(), actual.text()));
    if (expected == Type.DURATION && expression instanceof IntegerLiteral number) {
      return error.hint("a duration has a unit: `" + number.value() + "s`");
    }
    boolean isText = Types.fits(Type.STRING, expected) && !Types.isTarget(expected);
    if (isText && expression instanceof IntegerLiteral number) {
      return error.hint("text stands in quotes: `\"" + number.value() + "\"`");
    }
    if (expected instanceof Type.ListOf && Types.isText(actual)) {
      return error.hint("a list is written `[" + expression.span().text() + "]`");
    }
    if (expected == Type.BOOLEAN && Types.isTarget(actual)) {
      return error.hint("ask for a state: `" + expression.span().text() + " is running`");
    }
    return error;
  }
}
