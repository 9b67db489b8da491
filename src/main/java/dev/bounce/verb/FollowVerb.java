package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;
import java.util.Optional;

/**
 * {@code follow [T] [files LIST [on PLACE]] { … }}: shows what is added to logs all through a
 * block.
 */
final class FollowVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("follow")
        .mayTake("target", Type.TARGET)
        .clause("via", Type.BACKEND)
        .clause("files", Type.TEXTS)
        .clause("on", Type.PLACE)
        .block(BlockRule.REQUIRED);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Optional<Formula> target = matched.argument("target").map(_ -> planning.target(matched));
    Optional<Formula> files = planning.argument(matched, "files", Type.TEXTS);
    if (target.isEmpty() && files.isEmpty()) {
      planning.report(
          Diagnostic.error(Code.C002, matched.command().span(), "`follow` follows nothing")
              .hint("name a service, `follow web { … }`, or files, `follow files \"log/*.log\"`"));
    }
    if (target.isPresent() && files.isEmpty() && matched.argument("on").isPresent()) {
      planning.report(
          Diagnostic.error(
                  Code.C029,
                  matched.required("on").span(),
                  "`on` says where files are, and `follow` names none")
              .hint("name them, `follow files \"/log/*.log\" on …`, or leave `on` out"));
    }
    Optional<Formula> inside = planning.argument(matched, "on", Type.PLACE);
    Step body =
        planning.block(
            matched.block().orElseThrow(),
            new StepHead(head.id().child("body"), "followed", head.place()));
    return new Step.Follow(head.id(), head.title(), head.place(), target, files, inside, body);
  }
}
