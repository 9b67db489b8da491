package dev.bounce.rehearse;

import dev.bounce.check.Matched;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.EvaluationException;
import dev.bounce.run.Failure;
import dev.bounce.syntax.BinaryOperator;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Binary;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Holds what {@code expect} says against what came of the last run. */
final class Expectations {
  private final Questions questions;

  Expectations(Questions questions) {
    this.questions = questions;
  }

  /** Returns what is not as an {@code expect} says, if anything. */
  Optional<Diagnostic> judge(Matched matched) throws EvaluationException {
    return switch (matched.signature().verb()) {
      case "expect failed" -> failed(matched);
      case "expect refused" -> refused(matched);
      case "expect succeeded" -> succeeded(matched);
      default -> holds(matched.required("condition"));
    };
  }

  private Optional<Diagnostic> failed(Matched matched) throws EvaluationException {
    String title = text(matched, "at");
    Optional<Failure> failure = questions.take().failure();
    boolean is = failure.isPresent() && isAt(failure.get(), title);
    return is
        ? Optional.empty()
        : Optional.of(unexpected(matched, "the run to fail at `" + title + "`"));
  }

  private static boolean isAt(Failure failure, String title) {
    return List.of(failure.path().split(Pattern.quote(Failure.SEPARATOR), -1)).stream()
        .anyMatch(step -> step.startsWith(title));
  }

  private Optional<Diagnostic> refused(Matched matched) throws EvaluationException {
    String code = text(matched, "code");
    if (Code.find(code).isEmpty()) {
      return Optional.of(
          Diagnostic.error(
                  Code.U005, matched.required("code").span(), "there is no code `" + code + "`")
              .hint("`bounce explain` lists the codes"));
    }
    Take take = questions.take();
    boolean is =
        take.refusals().stream().anyMatch(one -> one.code().name().equalsIgnoreCase(code))
            || take.failure()
                .filter(failure -> failure.kind() == Failure.Kind.PRECONDITION)
                .filter(failure -> failure.code().name().equalsIgnoreCase(code))
                .isPresent();
    return is
        ? Optional.empty()
        : Optional.of(
            unexpected(matched, "the run to be refused with " + code + " before it begins"));
  }

  private Optional<Diagnostic> succeeded(Matched matched) throws EvaluationException {
    Take take = questions.take();
    if (!take.isSuccess()) {
      return Optional.of(unexpected(matched, "the run to succeed"));
    }
    Optional<Expression> within = matched.argument("within");
    boolean late =
        within.isPresent()
            && questions.value(within.get(), Type.DURATION) instanceof DurationValue(Duration bound)
            && take.outcome().report().took().compareTo(bound) > 0;
    return late
        ? Optional.of(
            unexpected(matched, "the run to succeed within " + within.orElseThrow().span().text()))
        : Optional.empty();
  }

  private Diagnostic unexpected(Matched matched, String expected) {
    return Diagnostic.error(Code.U005, matched.command().span(), "expected " + expected)
        .because(questions.take().shown());
  }

  private String text(Matched matched, String name) throws EvaluationException {
    return Texts.plain(questions.value(matched.required(name), Type.STRING));
  }

  /** Looks at the parts of `a and b` one by one, so that the one that is wrong is named. */
  private Optional<Diagnostic> holds(Expression condition) throws EvaluationException {
    for (Expression part : parts(condition)) {
      Value value = questions.value(part, Type.BOOLEAN);
      if (!value.equals(new BooleanValue(true))) {
        return Optional.of(
            Diagnostic.error(
                    Code.U005,
                    part.span(),
                    "`" + Wording.line(part.span().text()) + "` does not hold")
                .because(new Finding(questions).of(part)));
      }
    }
    return Optional.empty();
  }

  /** Long chains nest on the left, as deep as they are long: no recursion on that side. */
  private static Deque<Expression> parts(Expression condition) {
    Deque<Expression> parts = new ArrayDeque<>();
    Expression rest = condition;
    while (rest instanceof Binary(BinaryOperator operator, Expression left, Expression right, _)
        && operator == BinaryOperator.AND) {
      parts.addFirst(right);
      rest = left;
    }
    parts.addFirst(rest);
    return parts;
  }
}
