package dev.bounce.repl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.Signals;

/** Ctrl-C, a request to end, and a terminal that is gone, while no line is being edited. */
public final class InterruptSignal {
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  private InterruptSignal() {}

  /**
   * Lets {@code SIGINT}, {@code SIGTERM} and {@code SIGHUP} call this, in a thread of their own,
   * until it is undone. One that the process was told to ignore, as by {@code nohup}, stays so.
   */
  public static Registration listen(Runnable onSignal) {
    Runnable once = new OncePerMoment(onSignal, System::nanoTime);
    Map<String, Object> before = new LinkedHashMap<>();
    for (String signal : SIGNALS) {
      before.put(signal, Signals.register(signal, once));
    }
    return () -> before.forEach(Signals::unregister);
  }

  /** Undoes a registration. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
