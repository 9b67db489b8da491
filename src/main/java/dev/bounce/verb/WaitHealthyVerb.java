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
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import java.time.Duration;
import java.util.Optional;

/** {@code wait healthy [T] [for D] [within D]}; without a target, all that was touched so far. */
final class WaitHealthyVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("wait healthy")
        .mayTake("target", Type.TARGET)
        .clause("via", Type.BACKEND)
        .clause("for", Type.DURATION)
        .clause("within", Type.DURATION);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Optional<Formula> target = matched.argument("target").map(_ -> planning.target(matched));
    if (target.isEmpty() && !planning.hasSomethingTouched()) {
      planning.report(
          Diagnostic.error(Code.C033, matched.command().span(), "`wait healthy` waits for nothing")
              .because("without a target it waits for what was touched so far, and nothing was")
              .hint("name a target, or put it behind a `restart`"));
    }
    Formula soak = planning.duration(matched, "for", Duration.ZERO);
    Formula within = planning.duration(matched, "within", Bounds.HEALTHY);
    Optional<Value> soaks = soak.known();
    Optional<Value> bound = within.known();
    if (soaks.orElse(null) instanceof DurationValue(Duration needed)
        && bound.orElse(null) instanceof DurationValue(Duration limit)
        && needed.compareTo(limit) > 0) {
      planning.report(
          Diagnostic.error(
                  Code.C031,
                  matched.command().span(),
                  "it can never be healthy for longer than it is waited for")
              .hint("make `within` longer than `for`"));
    }
    return new Step.AwaitHealthy(head.id(), head.title(), head.place(), target, soak, within);
  }
}
