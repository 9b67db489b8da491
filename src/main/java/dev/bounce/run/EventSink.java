package dev.bounce.run;

/** Is told every event of a run, one at a time, in order. */
@FunctionalInterface
public interface EventSink {
  /**
   * Takes an event; when this returns, the event is as safe as this sink makes it.
   *
   * @throws SinkFailedException when it cannot keep it; the run then ends at its next safe point,
   *     and no effect is sent that was announced in vain
   */
  void accept(Event event);
}
