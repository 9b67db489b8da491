package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;
import java.time.Duration;

/** {@code retry N [every D] { … }}: a block that is tried again when it fails. */
final class RetryVerb implements Verb {
  /** Between two attempts where the author does not say. */
  private static final Duration RETRY_EVERY = Duration.ofSeconds(1);

  @Override
  public Signature signature() {
    return Signature.of("retry")
        .takes("attempts", Type.INTEGER)
        .clause("every", Type.DURATION)
        .block(BlockRule.REQUIRED);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    return new Step.Retry(
        head.id(),
        head.title(),
        head.place(),
        planning.formula(matched.required("attempts"), Type.INTEGER),
        planning.duration(matched, "every", RETRY_EVERY),
        planning.block(
            matched.block().orElseThrow(),
            new StepHead(head.id().child("body"), "", head.place())));
  }
}
