package dev.bounce.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads and the machine's clocks. */
public final class LiveScheduler implements Scheduler {
  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }

  @Override
  public <T> List<Outcome<T>> all(List<? extends Callable<T>> tasks, int atOnce)
      throws InterruptedException {
    Work<T> work = new Work<>(tasks);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(Math.max(1, atOnce), tasks.size()); i++) {
      threads.add(Thread.ofVirtual().name("bounce-task-", i).start(work));
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (!joined(thread)) {
        interrupted = true;
        work.cancel();
        threads.forEach(Thread::interrupt);
      }
    }
    if (interrupted) {
      throw new InterruptedException();
    }
    return work.outcomes();
  }

  @Override
  public Background start(Runnable task) {
    Thread thread = Thread.ofVirtual().name("bounce-beside").start(task);
    return () -> {
      boolean interrupted = false;
      thread.interrupt();
      while (!joined(thread)) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    };
  }

  @Override
  public Runnable interrupter() {
    return Thread.currentThread()::interrupt;
  }

  /** Waits for the end of a thread; false when the caller was interrupted while it did. */
  private static boolean joined(Thread thread) {
    try {
      thread.join();
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  /** Tasks that several threads take in turn. */
  private static final class Work<T> implements Runnable {
    private final List<? extends Callable<T>> tasks;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Outcome<T>> outcomes;

    Work(List<? extends Callable<T>> tasks) {
      this.tasks = List.copyOf(tasks);
      this.outcomes =
          Collections.synchronizedList(new ArrayList<>(Collections.nCopies(tasks.size(), null)));
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
        outcomes.set(i, outcome(tasks.get(i)));
      }
    }

    void cancel() {
      next.set(tasks.size());
    }

    List<Outcome<T>> outcomes() {
      return outcomes.stream().map(Objects::requireNonNull).toList();
    }
  }

  /** Runs a task and keeps how it ended, whatever it throws. */
  static <T> Outcome<T> outcome(Callable<T> task) {
    try {
      return new Outcome.Done<>(task.call());
    } catch (Throwable thrown) {
      return new Outcome.Failed<>(thrown);
    }
  }
}
