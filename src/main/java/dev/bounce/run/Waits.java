package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.value.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * All waiting of a run: every wait ends at the deadline of its frame and when its frame is told to
 * stop.
 */
final class Waits {
  private final Scheduler scheduler;
  private final Interruption interruption;

  Waits(Scheduler scheduler, Interruption interruption) {
    this.scheduler = scheduler;
    this.interruption = interruption;
  }

  /** Something that ends when its thread is interrupted. */
  @FunctionalInterface
  interface Call<T, E extends Exception> {
    T call() throws E, InterruptedException;
  }

  /** A piece of work of one of several tasks. */
  @FunctionalInterface
  interface Work {
    void work() throws StepFailedException;
  }

  /** Fails where a step that has not begun must not begin any more. */
  void safePoint(Frame frame) throws StepFailedException {
    var stop = frame.signal().raised();
    if (stop.isPresent()) {
      throw frame.stopped(stop.get());
    }
    if (frame.deadline().hasPassed(scheduler.nanoTime())) {
      throw expired(frame);
    }
  }

  /** Fails where the next part of something large must not begin, as something beside it failed. */
  void nextPart(Frame frame) throws StepFailedException {
    safePoint(frame);
    var stop = frame.signal().held();
    if (stop.isPresent()) {
      throw frame.stopped(stop.get());
    }
  }

  /** Returns the failure of a step that an outer bound has ended. */
  StepFailedException expired(Frame frame) {
    return frame.failed(
        Code.R004,
        "the bound of %s on `%s` has passed"
            .formatted(Texts.duration(frame.deadline().bound()), frame.deadline().title()));
  }

  /** Returns how long a wait may last that would like to last {@code wanted}. */
  Duration cut(Frame frame, Duration wanted) {
    return frame.deadline().cut(wanted, scheduler.nanoTime());
  }

  /** Lets time pass; fails when the deadline comes first. */
  void sleep(Frame frame, Duration duration) throws StepFailedException {
    Duration allowed = cut(frame, duration);
    pause(frame, allowed);
    if (allowed.compareTo(duration) < 0) {
      throw expired(frame);
    }
  }

  /** Lets time pass, whatever the deadline. */
  void pause(Frame frame, Duration duration) throws StepFailedException {
    interruptibly(
        frame,
        () -> {
          scheduler.sleep(duration);
          return duration;
        });
  }

  /**
   * Calls something that ends when its thread is interrupted, and interrupts it when the frame is
   * told to stop. What it has brought by then counts.
   */
  <T, E extends Exception> T interruptibly(Frame frame, Call<T, E> call)
      throws StepFailedException, E {
    if (frame.signal().raised().isPresent()) {
      throw stopped(frame);
    }
    StopSignal.Waiter waiter = new StopSignal.Waiter(scheduler.interrupter());
    frame.signal().add(waiter);
    try {
      return call.call();
    } catch (InterruptedException _) {
      throw stopped(frame);
    } catch (Exception e) {
      if (frame.signal().raised().isPresent()) {
        throw stopped(frame);
      }
      throw e;
    } finally {
      frame.signal().remove(waiter);
      if (waiter.close()) {
        // The signal is heard at the next wait; left set, the flag would end what must not end.
        boolean _ = Thread.interrupted();
      }
    }
  }

  /**
   * Does pieces of work at the same time, and waits for all of them.
   *
   * @return the failures, in the order of the works
   */
  List<Failure> all(Frame frame, List<? extends Work> works, int atOnce)
      throws StepFailedException {
    List<Callable<List<Failure>>> tasks = new ArrayList<>();
    for (Work work : works) {
      tasks.add(() -> failureOf(work));
    }
    try {
      List<Failure> failures = new ArrayList<>();
      for (Scheduler.Outcome<List<Failure>> outcome : scheduler.all(tasks, atOnce)) {
        switch (outcome) {
          case Scheduler.Outcome.Done(List<Failure> failed) -> failures.addAll(failed);
          case Scheduler.Outcome.Failed(Throwable cause) ->
              throw new IllegalStateException("a task of a run broke", cause);
        }
      }
      return failures;
    } catch (InterruptedException _) {
      throw stopped(frame);
    }
  }

  private static List<Failure> failureOf(Work work) {
    try {
      work.work();
      return List.of();
    } catch (StepFailedException e) {
      return List.of(e.failure());
    }
  }

  /** Returns the failure of a frame whose thread was interrupted. */
  private StepFailedException stopped(Frame frame) {
    if (frame.signal().raised().isEmpty()) {
      interruption.endAtOnce();
    }
    return frame.stopped(frame.signal().raised().orElseThrow());
  }
}
