package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.run.Services.Service;
import java.util.Optional;

/**
 * Sends effects, and tells of each whether it was taken.
 *
 * @param frame tells what may end the waiting for an answer
 */
record EffectSender(Run run, Frame frame, Service service) {
  /** How an effect reaches the service manager. */
  interface Way {
    void carryOut(Effect effect) throws BackendException, InterruptedException;
  }

  /** Sends an effect; returns why it was refused. */
  Optional<BackendException> send(Effect effect, Way way) throws StepFailedException {
    try {
      run.waits.<Effect, BackendException>interruptibly(
          frame,
          () -> {
            way.carryOut(effect);
            return effect;
          });
      run.emit(new Event.EffectSent(run.now(), frame.step(), effect.member(), effect.shown()));
      return Optional.empty();
    } catch (BackendException e) {
      refused(effect, e);
      return Optional.of(e);
    }
  }

  /** Tells that an effect was refused, perhaps long after it was sent. */
  void refused(Effect effect, BackendException cause) {
    run.world.trouble().accept(cause);
    run.emit(
        new Event.EffectRefused(
            run.now(), frame.step(), effect.member(), effect.shown(), cause.text()));
  }
}
