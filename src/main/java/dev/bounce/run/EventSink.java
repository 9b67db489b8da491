package dev.bounce.run;

/** Is told every event of a run, one at a time, in order. */
@FunctionalInterface
public interface EventSink {
  /** Takes an event; when this returns, the event is as safe as this sink makes it. */
  void accept(Event event);
}
