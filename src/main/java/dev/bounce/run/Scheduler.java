package dev.bounce.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Time, waiting and threads of a run: virtual threads and the machine's clock in production, one
 * thread at a time and virtual time in a simulation. Nothing else in this package waits or starts
 * threads.
 */
public interface Scheduler {
  /** Returns nanoseconds since some moment; only differences mean something. */
  long nanoTime();

  /** Returns the time of day. */
  Instant now();

  /**
   * Lets time pass.
   *
   * @throws InterruptedException when the calling task is interrupted
   */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Runs tasks, at most {@code atOnce} at the same time, started in their order, and waits for all.
   * A task that throws does not end the others.
   *
   * @return how each ended, in the order of the tasks
   * @throws InterruptedException when the calling task is interrupted: then all tasks have been
   *     interrupted too, and have ended
   */
  <T> List<Outcome<T>> all(List<? extends Callable<T>> tasks, int atOnce)
      throws InterruptedException;

  /** Starts a task beside the caller; it must be closed. */
  Background start(Runnable task);

  /**
   * Returns what interrupts the calling task, once it is run, by whatever thread. A task that has
   * ended takes no notice.
   */
  Runnable interrupter();

  /** A task beside its starter. */
  interface Background extends AutoCloseable {
    /** Interrupts the task and waits for its end. */
    @Override
    void close();
  }

  /**
   * How a task ended.
   *
   * @param <T> what it gives
   */
  sealed interface Outcome<T> {
    /** It returned. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It threw. */
    record Failed<T>(Throwable cause) implements Outcome<T> {}
  }
}
