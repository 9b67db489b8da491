package dev.bounce.run;

import dev.bounce.diag.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells the steps below it to stop, and wakes those that wait. Raised once, it stays so.
 *
 * <p>Signals nest: a step listens to one, and thereby to those around it.
 */
final class StopSignal {
  private final Optional<StopSignal> outer;
  private final List<Waiter> waiters = new ArrayList<>();
  private Optional<Stop> raised = Optional.empty();
  private Optional<Stop> held = Optional.empty();

  StopSignal() {
    this.outer = Optional.empty();
  }

  StopSignal(StopSignal outer) {
    this.outer = Optional.of(outer);
  }

  /** Why steps have to stop. */
  record Stop(Failure.Kind kind, Code code, String reason) {}

  /** A task that waits. */
  static final class Waiter {
    private final Runnable interrupter;
    private boolean fired;
    private boolean closed;

    Waiter(Runnable interrupter) {
      this.interrupter = interrupter;
    }

    private synchronized void wake() {
      if (!closed) {
        fired = true;
        interrupter.run();
      }
    }

    /** Ends it; true when it has interrupted its task. */
    synchronized boolean close() {
      closed = true;
      return fired;
    }
  }

  void raise(Stop stop) {
    List<Waiter> woken;
    synchronized (this) {
      if (raised.isPresent()) {
        return;
      }
      raised = Optional.of(stop);
      woken = List.copyOf(waiters);
    }
    woken.forEach(Waiter::wake);
  }

  /** Keeps what is large from beginning its next part; what has begun goes on to its end. */
  synchronized void hold(Stop stop) {
    held = held.or(() -> Optional.of(stop));
  }

  /** Returns why the next part of something large must not begin. */
  Optional<Stop> held() {
    return outer.flatMap(StopSignal::held).or(this::ownHeld);
  }

  private synchronized Optional<Stop> ownHeld() {
    return held;
  }

  /** Returns why to stop, asking the outer signals first. */
  Optional<Stop> raised() {
    return outer.flatMap(StopSignal::raised).or(this::own);
  }

  private synchronized Optional<Stop> own() {
    return raised;
  }

  void add(Waiter waiter) {
    outer.ifPresent(signal -> signal.add(waiter));
    synchronized (this) {
      waiters.add(waiter);
    }
    if (own().isPresent()) {
      waiter.wake();
    }
  }

  void remove(Waiter waiter) {
    outer.ifPresent(signal -> signal.remove(waiter));
    synchronized (this) {
      waiters.remove(waiter);
    }
  }
}
