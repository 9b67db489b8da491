package dev.bounce.run;

import java.util.Map;

/**
 * Keeps every event in the journal of the run. What is about to be done, and how the run ended,
 * survives even the end of the machine.
 */
public final class JournalSink implements EventSink {
  private final JournalWriter writer;

  /**
   * @param writer is not closed by this sink
   */
  public JournalSink(JournalWriter writer) {
    this.writer = writer;
  }

  @Override
  public void accept(Event event) {
    Map<String, Object> fields = EventFields.of(event);
    String kind = String.valueOf(fields.remove(EventFields.KIND));
    fields.remove(EventFields.AT);
    try {
      JournalRecord _ = writer.append(event.at(), kind, fields, isDurable(event));
    } catch (StateException e) {
      throw new SinkFailedException(e.diagnostic());
    }
  }

  private static boolean isDurable(Event event) {
    return switch (event) {
      case Event.EffectsPlanned _, Event.RunStarted _, Event.Reported _, Event.RunFinished _ ->
          true;
      case Event.StepStarted _,
          Event.Expanded _,
          Event.Bound _,
          Event.Observed _,
          Event.EffectSent _,
          Event.EffectRefused _,
          Event.Proven _,
          Event.NotProven _,
          Event.Health _,
          Event.Guarded _,
          Event.Output _,
          Event.LogAdded _,
          Event.Logged _,
          Event.Remarked _,
          Event.Interrupted _,
          Event.StepFinished _ ->
          false;
    };
  }
}
