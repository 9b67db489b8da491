package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;

/** {@code fail [S]}; a bare one in a handler fails again with the same reason. */
final class FailVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("fail").mayTake("reason", Type.STRING);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    return new Step.Fail(
        head.id(), head.title(), head.place(), planning.argument(matched, "reason", Type.STRING));
  }
}
