package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;

/** {@code load-env FILE}: its variables for the steps that follow in the block. */
final class LoadEnvironmentVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("load-env").takes("file", Type.PATH).clause("on", Type.PLACE);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    return new Step.LoadEnvironment(
        head.id(),
        head.title(),
        head.place(),
        planning.formula(matched.required("file"), Type.PATH),
        planning.argument(matched, "on", Type.PLACE));
  }
}
