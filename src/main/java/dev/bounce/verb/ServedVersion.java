package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Formula;
import dev.bounce.plan.FormulaText;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.syntax.BinaryOperator;
import dev.bounce.value.Type;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.StringValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code expecting S from http URL}: proof that after a restart the new code answers, and not only
 * a new process.
 *
 * @param expected what has to stand in the answer
 * @param url who is asked
 */
record ServedVersion(Formula expected, Formula url) {
  /** What may not stand before a version: {@code 1.2} does not stand in {@code 11.2}. */
  private static final String BEFORE = "(?<![0-9A-Za-z]|[0-9][.])\\Q";

  /** What may not stand behind it: {@code 1.2} stands neither in {@code 1.20} nor in 1.2.1. */
  private static final String BEHIND = "\\E(?![0-9A-Za-z]|[.][0-9])";

  /** Returns a signature with the clauses. */
  static Signature clauses(Signature signature) {
    return signature
        .clause("expecting", Type.STRING)
        .clause("from", Type.FLAG)
        .clause("http", Type.STRING);
  }

  /** Returns what a statement expects; nothing where it expects nothing, or does not say where. */
  static Optional<ServedVersion> of(Matched matched, Planning planning) {
    Optional<Formula> expected = planning.argument(matched, "expecting", Type.STRING);
    Optional<Formula> url = planning.argument(matched, "http", Type.STRING);
    boolean from = matched.flags().contains("from");
    if (expected.isPresent() && url.isPresent() && from) {
      return Optional.of(new ServedVersion(expected.get(), url.get()));
    }
    if (expected.isPresent() || url.isPresent() || from) {
      planning.report(
          Diagnostic.error(
                  Code.C002,
                  matched.command().span(),
                  "`expecting` and `from http` belong together")
              .because("the version is read from the answer of an address")
              .hint("write `expecting \"1.2\" from http \"http://127.0.0.1:8000/version\"`"));
    }
    return Optional.empty();
  }

  /** Returns a restart and the wait for its proof. */
  Step after(Step restart, StepHead head) {
    Step.AwaitCondition wait =
        new Step.AwaitCondition(
            head.id().child(2),
            "until %s serves %s".formatted(FormulaText.shown(url), FormulaText.shown(expected)),
            head.place(),
            condition(),
            constant(Bounds.CONDITION_EVERY),
            constant(Bounds.HEALTHY));
    return new Step.Block(
        head.id(),
        head.title(),
        head.place(),
        List.of(restart, wait),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Formula constant(Duration duration) {
    return new Formula.Constant(new DurationValue(duration));
  }

  private Formula condition() {
    Formula answer = new Formula.Call("http", List.of(url), Map.of());
    Formula pattern = new Formula.Join(List.of(constant(BEFORE), expected, constant(BEHIND)));
    return new Formula.Binary(
        BinaryOperator.AND,
        new Formula.Attribute(answer, "ok"),
        new Formula.Binary(BinaryOperator.MATCHES, new Formula.Attribute(answer, "body"), pattern));
  }

  private static Formula constant(String text) {
    return new Formula.Constant(new StringValue(text));
  }
}
