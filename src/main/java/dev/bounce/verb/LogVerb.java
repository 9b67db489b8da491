package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;

/** {@code log …}: says something. */
final class LogVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("log").takes("message", Type.ANY);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    return new Step.Log(
        head.id(),
        head.title(),
        head.place(),
        planning.formula(matched.required("message"), Type.ANY));
  }
}
