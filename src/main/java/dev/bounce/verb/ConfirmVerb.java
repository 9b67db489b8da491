package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;

/** {@code confirm …}: a person is asked, or --yes answers. */
final class ConfirmVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("confirm").takes("question", Type.STRING);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    return new Step.Confirm(
        head.id(),
        head.title(),
        head.place(),
        planning.formula(matched.required("question"), Type.STRING));
  }
}
