package dev.bounce.verb;

import dev.bounce.backend.Action;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.plan.Hook;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;
import java.util.List;

/** The built-in verbs; a new one is a class of this package and a line here. */
public final class Verbs {
  /** All verbs, in the order in which help lists them. */
  public static final List<Verb> ALL =
      List.of(
          new ActVerb(Action.RESTART),
          new ActVerb(Action.START),
          new ActVerb(Action.STOP),
          new ActVerb(Action.RELOAD),
          new SignalVerb(),
          new PhaseVerb(),
          new HookVerb(Hook.DRAIN),
          new HookVerb(Hook.UNDRAIN),
          new WaitHealthyVerb(),
          new WaitUntilVerb(),
          new CheckVerb(),
          new RunVerb(),
          new ShellVerb(),
          new LinkVerb(),
          new GuardVerb(),
          new FollowVerb(),
          new WithinVerb(),
          new RetryVerb(),
          new ParallelVerb(),
          new ConfirmVerb(),
          new LogVerb(),
          new SleepVerb(),
          new FailVerb(),
          new LoadEnvironmentVerb(),
          new LaterVerb(
              Signature.of("on").takes("place", Type.PLACE).block(BlockRule.REQUIRED),
              "this version works on the machine it runs on"));

  private Verbs() {}
}
