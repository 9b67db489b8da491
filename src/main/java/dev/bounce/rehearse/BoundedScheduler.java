package dev.bounce.rehearse;

import dev.bounce.run.Interruption;
import dev.bounce.run.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** Virtual time that ends: a run that goes on for too long, or waits too often, is interrupted. */
final class BoundedScheduler implements Scheduler {
  /** How much virtual time a test has. */
  static final Duration TIME = Duration.ofDays(7);

  /** How many times a test may wait; a wait that polls does so at each look. */
  static final int WAITS = 100_000;

  private final Scheduler scheduler;
  private Interruption interruption = new Interruption();
  private int waits;
  private boolean exceeded;

  BoundedScheduler(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Chooses what is interrupted at the bound. */
  synchronized void interrupt(Interruption other) {
    interruption = other;
  }

  /** Tells whether the bound was reached. */
  synchronized boolean isExceeded() {
    return exceeded;
  }

  @Override
  public long nanoTime() {
    return scheduler.nanoTime();
  }

  @Override
  public Instant now() {
    return scheduler.now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    boolean endless = nanoTime() + duration.toNanos() > TIME.toNanos();
    if (endless || count()) {
      exceed();
    }
    scheduler.sleep(endless ? Duration.ZERO : duration);
  }

  private synchronized boolean count() {
    waits++;
    return waits > WAITS;
  }

  private void exceed() {
    Interruption ended;
    synchronized (this) {
      exceeded = true;
      ended = interruption;
    }
    ended.request();
    ended.request();
  }

  @Override
  public <T> List<Outcome<T>> all(List<? extends Callable<T>> tasks, int atOnce)
      throws InterruptedException {
    return scheduler.all(tasks, atOnce);
  }

  @Override
  public Background start(Runnable task) {
    return scheduler.start(task);
  }

  @Override
  public Runnable interrupter() {
    return scheduler.interrupter();
  }
}
