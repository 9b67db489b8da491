package dev.bounce.report;

import dev.bounce.run.Event;
import dev.bounce.run.EventFields;
import dev.bounce.run.EventSink;
import dev.bounce.value.Json;
import java.io.PrintStream;

/** Tells a run as NDJSON: one event a line, with the fields of the journal. */
public final class EventLines implements EventSink {
  private final PrintStream out;

  /** Returns a sink that writes to {@code out} and flushes after each line. */
  public EventLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(Event event) {
    out.println(Json.write(EventFields.of(event)));
    out.flush();
  }
}
