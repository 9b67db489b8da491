package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;

/** {@code link A to B}: a symbolic link, switched at once. */
final class LinkVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("link")
        .takes("link", Type.PATH)
        .requires("to", Type.PATH)
        .clause("on", Type.PLACE)
        .block(BlockRule.NONE);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Formula link = planning.formula(matched.required("link"), Type.PATH);
    Formula target = planning.formula(matched.required("to"), Type.PATH);
    planning.touch();
    return new Step.Link(
        head.id(),
        head.title(),
        head.place(),
        link,
        target,
        planning.argument(matched, "on", Type.PLACE));
  }
}
