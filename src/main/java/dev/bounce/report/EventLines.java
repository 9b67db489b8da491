package dev.bounce.report;

import dev.bounce.run.Event;
import dev.bounce.run.EventRecord;
import dev.bounce.run.EventSink;
import dev.bounce.value.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells a run as NDJSON: one event a line, with the fields of the journal. */
public final class EventLines implements EventSink {
  private final PrintStream out;

  /** Returns a sink that writes to {@code out} and flushes after each line. */
  public EventLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(Event event) {
    EventRecord told = EventRecord.of(event);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", told.kind());
    fields.put("at", told.at().toString());
    fields.putAll(told.data());
    out.println(Json.write(fields));
    out.flush();
  }
}
