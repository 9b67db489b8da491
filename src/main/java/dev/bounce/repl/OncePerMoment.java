package dev.bounce.repl;

import java.util.function.LongSupplier;

/**
 * Takes signals that come together for one: timeout(1) signals its command, and then the group that
 * the command is in. Nobody presses Ctrl-C twice that fast.
 */
final class OncePerMoment implements Runnable {
  static final long MOMENT_NANOS = 50_000_000;

  private final Runnable onSignal;
  private final LongSupplier nanoTime;
  private long last;

  /**
   * @param onSignal is called for the first signal, and for each that comes a moment or more after
   *     the last one that counted
   * @param nanoTime tells the time; only differences mean something
   */
  OncePerMoment(Runnable onSignal, LongSupplier nanoTime) {
    this.onSignal = onSignal;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong() - MOMENT_NANOS;
  }

  @Override
  public synchronized void run() {
    long now = nanoTime.getAsLong();
    if (now - last >= MOMENT_NANOS) {
      last = now;
      onSignal.run();
    }
  }
}
