package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;

/** {@code within D { … }}: a bound on a block. */
final class WithinVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("within").takes("bound", Type.DURATION).block(BlockRule.REQUIRED);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    return new Step.Within(
        head.id(),
        head.title(),
        head.place(),
        planning.formula(matched.required("bound"), Type.DURATION),
        planning.block(
            matched.block().orElseThrow(),
            new StepHead(head.id().child("body"), "", head.place()),
            Planning.BOUND,
            planning.formula(matched.required("bound"), Type.DURATION)));
  }
}
