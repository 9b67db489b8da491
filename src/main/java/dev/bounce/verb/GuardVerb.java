package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code guard T [errors N|P%] [latency D] [p95 D] [every D] { … }}: probes all through a block.
 */
final class GuardVerb implements Verb {
  private static final List<Integer> PERCENTILES = List.of(50, 95, 99);

  @Override
  public Signature signature() {
    return Signature.of("guard")
        .takes("target", Type.TARGET)
        .clause("via", Type.BACKEND)
        .clause("errors", Type.COUNT)
        .clause("latency", Type.DURATION)
        .clause("p50", Type.DURATION)
        .clause("p95", Type.DURATION)
        .clause("p99", Type.DURATION)
        .clause("every", Type.DURATION)
        .block(BlockRule.REQUIRED);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Formula target = planning.target(matched);
    planning
        .service(target)
        .filter(service -> service.probes().isEmpty())
        .ifPresent(service ->
            planning.report(
                Diagnostic.error(
                        Code.C029,
                        matched.required("target").span(),
                        "`" + service.name() + "` has no probe to guard with")
                    .because("a guard asks the health probes of its target")
                    .hint("declare `health http \"…\"` in the service")));
    Step body =
        planning.block(
            matched.block().orElseThrow(),
            new StepHead(head.id().child("body"), "guarded", head.place()));
    return new Step.Guard(
        head.id(),
        head.title(),
        head.place(),
        target,
        planning
            .argument(matched, "errors", Type.COUNT)
            .orElseGet(() -> new Formula.Constant(new IntegerValue(0))),
        planning.argument(matched, "latency", Type.DURATION),
        percentiles(matched, planning),
        planning
            .argument(matched, "every", Type.DURATION)
            .orElseGet(() -> new Formula.Constant(new DurationValue(Bounds.GUARD_EVERY))),
        "guard",
        body);
  }

  private static List<Step.LatencyBound> percentiles(Matched matched, Planning planning) {
    List<Step.LatencyBound> bounds = new ArrayList<>();
    for (int percent : PERCENTILES) {
      planning
          .argument(matched, "p" + percent, Type.DURATION)
          .ifPresent(longest -> bounds.add(new Step.LatencyBound(percent, longest)));
    }
    return bounds;
  }
}
