package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.plan.Bounds;
import dev.bounce.run.Services.Service;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An effect that the service manager answers only when it has come true, on a thread of its own.
 *
 * <p>Only real service managers have such effects; a simulated run never makes one.
 */
final class LastingCall {
  private final Effect effect;
  private final CountDownLatch taken = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<BackendException> refusal = Optional.empty();
  private volatile boolean ended;

  private LastingCall(Service service, Effect effect, Duration within) {
    this.effect = effect;
    this.thread =
        Thread.ofPlatform().daemon().name("bounce-call").unstarted(() -> carryOut(service, within));
  }

  /**
   * Begins it.
   *
   * @param within how long the answer may take
   */
  static LastingCall begin(Service service, Effect effect, Duration within) {
    LastingCall call = new LastingCall(service, effect, within);
    call.thread.start();
    return call;
  }

  private void carryOut(Service service, Duration within) {
    try {
      service
          .backend()
          .carryOut(effect, service.settings(), service.host(), within, taken::countDown);
    } catch (BackendException e) {
      // An answer that nobody waits for any more is no refusal: the member itself was looked at.
      refusal = ended ? Optional.empty() : Optional.of(e);
    } finally {
      taken.countDown();
    }
  }

  /** Returns when the service manager has it, or has refused it, or the time is over. */
  void awaitTaken(Duration atMost) throws InterruptedException {
    boolean _ = taken.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  Effect effect() {
    return effect;
  }

  boolean isOver() {
    return !thread.isAlive();
  }

  Optional<BackendException> refusal() {
    return refusal;
  }

  /** Waits a moment for an answer that is on its way, and gives it up then. */
  void end() {
    try {
      thread.join(Bounds.SETTLING);
      ended = thread.isAlive();
      thread.interrupt();
      thread.join(Bounds.SETTLING);
    } catch (InterruptedException _) {
      ended = true;
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
