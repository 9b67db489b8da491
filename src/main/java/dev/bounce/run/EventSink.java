package dev.bounce.run;

/** Is told every event of a run, one at a time, in order; and, if it likes, how things stand. */
@FunctionalInterface
public interface EventSink {
  /**
   * Takes an event; when this returns, the event is as safe as this sink makes it.
   *
   * @throws SinkFailedException when it cannot keep it; the run then ends at its next safe point,
   *     and no effect is sent that was announced in vain
   */
  void accept(Event event);

  /**
   * Takes note of what passes and is not kept. Called by any thread, several at once, and beside
   * {@link #accept}; has to return at once.
   */
  default void glimpse(Glimpse glimpse) {
    // Who keeps events has no use for it.
  }
}
