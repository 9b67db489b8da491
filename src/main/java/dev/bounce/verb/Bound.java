package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.syntax.Expression;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import java.time.Duration;
import java.util.Optional;

/** Refuses bounds that are outside of what is possible, where they are known beforehand. */
final class Bound {
  private Bound() {}

  /** Reports a length of time or a number that is not above zero. */
  static void requirePositive(Planning planning, Matched matched, String parameter) {
    Optional<Expression> written = matched.argument(parameter);
    if (written.isEmpty()) {
      return;
    }
    Formula formula = planning.formula(written.get(), Type.ANY);
    if (formula.known().isPresent() && !isPositive(formula.known().get())) {
      planning.report(
          Diagnostic.error(
                  Code.C031,
                  written.get().span(),
                  "`%s` is %s".formatted(parameter, Texts.shown(formula.known().get())))
              .because("it has to be more than zero"));
    }
  }

  private static boolean isPositive(Value value) {
    return switch (value) {
      case DurationValue(Duration duration) -> duration.isPositive();
      case IntegerValue(long number) -> number > 0;
      case Value.PercentValue(var percent) -> percent.signum() > 0;
      case Value _ -> true;
    };
  }
}
