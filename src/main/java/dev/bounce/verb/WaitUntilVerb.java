package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;

/** {@code wait until EXPR [every D] within D}: the one wait whose bound has to be written. */
final class WaitUntilVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("wait until")
        .takes("condition", Type.BOOLEAN)
        .clause("every", Type.DURATION)
        .requires("within", Type.DURATION);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Formula condition = planning.formula(matched.required("condition"), Type.BOOLEAN);
    if (condition.known().isPresent()) {
      planning.report(
          Diagnostic.error(
                  Code.C022,
                  matched.required("condition").span(),
                  "this is always " + Texts.shown(condition.known().get()))
              .because("a wait ends when something changes, and nothing in it can")
              .hint("ask for a state, a file or a probe: `wait until web is running within 30s`"));
    }
    return new Step.AwaitCondition(
        head.id(),
        head.title(),
        head.place(),
        condition,
        planning.duration(matched, "every", Bounds.CONDITION_EVERY),
        planning
            .argument(matched, "within", Type.DURATION)
            .or(planning::enclosingBound)
            .orElseThrow());
  }
}
