package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Hook;
import dev.bounce.plan.Planning;
import dev.bounce.plan.ServicePlan;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;

/** {@code drain T} and {@code undrain T}: what the service says, for each member of the target. */
final class HookVerb implements Verb {
  private final Hook hook;

  HookVerb(Hook hook) {
    this.hook = hook;
  }

  @Override
  public Signature signature() {
    return Signature.of(hook.shown())
        .takes("target", Type.TARGET)
        .clause("via", Type.BACKEND)
        .clause("within", Type.DURATION)
        .block(BlockRule.NONE);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Formula target = planning.target(matched);
    for (ServicePlan service : planning.lacking(target, hook)) {
      planning.report(
          Diagnostic.error(
                  Code.C029,
                  matched.command().span(),
                  "`%s` does nothing to `%s`".formatted(hook.shown(), service.name()))
              .because("the service does not say how its members are " + hook.shown() + "ed")
              .hint(
                  "declare `%s { … }` in the service; the member is `it` there"
                      .formatted(hook.shown())));
    }
    planning.touch();
    return new Step.CallHook(
        head.id(),
        head.title(),
        head.place(),
        hook,
        target,
        planning.argument(matched, "within", Type.DURATION));
  }
}
