package dev.bounce.plan;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Expression;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.PercentValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Refuses lengths of time, numbers and shares that lie outside of what they can be. */
final class BoundChecker {
  /** Parameters of built-in verbs that have to be more than zero. */
  private static final Set<String> POSITIVE =
      Set.of(
          "within", "every", "bound", "attempts", "by", "latency", "canary", "p50", "p95", "p99");

  private BoundChecker() {}

  /** Reports every argument of a built-in verb that is known, and outside of its bounds. */
  static void check(Matched matched, Planning planning) {
    for (Signature.Slot slot : matched.signature().slots()) {
      check(slot.name(), slot.type(), matched, planning);
    }
    for (Signature.Clause clause : matched.signature().clauses()) {
      check(clause.name(), clause.type(), matched, planning);
    }
  }

  private static void check(String name, Type type, Matched matched, Planning planning) {
    Optional<Expression> written = matched.argument(name);
    boolean bounded =
        type == Type.DURATION
            || type == Type.INTEGER
            || type == Type.COUNT
            || type == Type.PERCENT
            || type == Type.RAMP;
    if (written.isPresent() && bounded) {
      planning
          .formula(written.get(), type)
          .known()
          .flatMap(value -> problem(value, POSITIVE.contains(name)))
          .ifPresent(problem -> planning.report(error(name, written.get(), problem)));
    }
  }

  private static Diagnostic error(String name, Expression written, String problem) {
    return Diagnostic.error(Code.C031, written.span(), "`" + name + "` is " + problem);
  }

  /** Returns what is wrong with a property of a service that is a number or share of members. */
  static Optional<Diagnostic> property(String name, Expression written, Formula formula) {
    return formula
        .known()
        .flatMap(value -> problem(value, false))
        .map(problem -> error(name, written, problem));
  }

  private static Optional<String> problem(Value value, boolean positive) {
    return switch (value) {
      case DurationValue(Duration duration) ->
          problem(value, duration.isNegative() ? -1 : duration.isZero() ? 0 : 1, positive);
      case IntegerValue(long number) -> problem(value, Long.signum(number), positive);
      case PercentValue(BigDecimal percent) ->
          percent.compareTo(BigDecimal.valueOf(100)) > 0
              ? Optional.of(Texts.shown(value) + ", more than all")
              : problem(value, percent.signum(), positive);
      case ListValue(List<Value> elements) ->
          elements.isEmpty()
              ? Optional.of("an empty list")
              : elements.stream()
                  .map(element -> problem(element, positive))
                  .flatMap(Optional::stream)
                  .findFirst();
      case Value.StringValue _,
          Value.BooleanValue _,
          Value.MapValue _,
          Value.WordValue _,
          Value.SecretValue _,
          Value.ServiceValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ ->
          Optional.empty();
    };
  }

  private static Optional<String> problem(Value value, int sign, boolean positive) {
    if (sign < 0) {
      return Optional.of(Texts.shown(value) + ", less than zero");
    }
    return sign == 0 && positive
        ? Optional.of(Texts.shown(value) + ", and has to be more than zero")
        : Optional.empty();
  }
}
