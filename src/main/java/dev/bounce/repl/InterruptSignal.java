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
    Runnable once = new OncePerMoment(onSignal, System::nanoTime);
    Object interrupt = Signals.register("INT", once);
    Object terminate = Signals.register("TERM", once);
    return () -> {
      Signals.unregister("INT", interrupt);
      Signals.unregister("TERM", terminate);
    };
  }

  /** Undoes a registration. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
