package dev.bounce.repl;

import org.jline.utils.Signals;

/** Ctrl-C, and a request to end, while no line is being edited. */
public final class InterruptSignal {
  private InterruptSignal() {}

  /**
   * Lets {@code SIGINT} and {@code SIGTERM} call this, in a thread of their own, until it is
   * undone.
   */
  public static Registration listen(Runnable onSignal) {
    Runnable once = new OncePerMoment(onSignal);
    Object interrupt = Signals.register("INT", once);
    Object terminate = Signals.register("TERM", once);
    return () -> {
      Signals.unregister("INT", interrupt);
      Signals.unregister("TERM", terminate);
    };
  }

  /**
   * Takes signals that come together for one: timeout(1) signals its command, and then the group
   * that the command is in.
   */
  private static final class OncePerMoment implements Runnable {
    private static final long MOMENT_NANOS = 50_000_000;

    private final Runnable onSignal;
    private long last = System.nanoTime() - MOMENT_NANOS;

    OncePerMoment(Runnable onSignal) {
      this.onSignal = onSignal;
    }

    @Override
    public synchronized void run() {
      long now = System.nanoTime();
      if (now - last >= MOMENT_NANOS) {
        last = now;
        onSignal.run();
      }
    }
  }

  /** Undoes a registration. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
