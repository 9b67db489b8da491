package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;

/** {@code check EXPR [message S]}: a precondition. */
final class CheckVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("check").takes("condition", Type.BOOLEAN).clause("message", Type.STRING);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    return new Step.Check(
        head.id(),
        head.title(),
        head.place(),
        planning.formula(matched.required("condition"), Type.BOOLEAN),
        planning.argument(matched, "message", Type.STRING),
        !planning.isTouched());
  }
}
