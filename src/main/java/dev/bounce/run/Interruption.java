package dev.bounce.run;

import dev.bounce.diag.Code;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The wish of a person that a run ends: the first request ends it at its next safe point, its
 * handlers still run; the second one ends everything at once.
 *
 * <p>Sleeping, waiting for health or a condition, commands and questions are safe points: they end
 * right away. An action that has begun to change members is brought to its proof first.
 */
public final class Interruption {
  private final StopSignal atOnce = new StopSignal();
  private final StopSignal gentle = new StopSignal(atOnce);
  private Optional<Consumer<Boolean>> listener = Optional.empty();
  private int requests;

  /** Asks for the end; the third request and those after it say nothing new. Any thread may. */
  public void request() {
    int number;
    Optional<Consumer<Boolean>> told;
    synchronized (this) {
      number = ++requests;
      told = listener;
    }
    if (number > 2) {
      return;
    }
    told.ifPresent(run -> run.accept(number == 2));
    StopSignal signal = number == 1 ? gentle : atOnce;
    String reason = number == 1 ? "interrupted" : "interrupted at once";
    signal.raise(new StopSignal.Stop(Failure.Kind.INTERRUPTED, Code.R011, reason));
  }

  /** Tells whether anybody has asked. */
  public synchronized boolean isRequested() {
    return requests > 0;
  }

  /** Tells whether everything has to end at once. */
  boolean isAtOnce() {
    return atOnce.raised().isPresent();
  }

  /** Ends everything at once: the thread of the run was interrupted. */
  void endAtOnce() {
    while (!isAtOnce()) {
      request();
    }
  }

  /** Is told of requests: whether it is the one that ends everything at once. */
  synchronized void listen(Consumer<Boolean> run) {
    listener = Optional.of(run);
  }

  /** What steps listen to. */
  StopSignal gentle() {
    return gentle;
  }

  /** What actions in progress and handlers listen to. */
  StopSignal atOnce() {
    return atOnce;
  }
}
