package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;

/** A verb of the language that this version can parse and check, but not carry out. */
final class LaterVerb implements Verb {
  private final Signature signature;

  LaterVerb(Signature signature, String why) {
    this.signature = signature.later(why);
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    throw new IllegalStateException("the checker refuses " + signature.verb());
  }
}
