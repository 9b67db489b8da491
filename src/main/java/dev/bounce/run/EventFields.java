package dev.bounce.run;

import dev.bounce.value.RecordCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events as plain structures: what the journal and NDJSON are made of. */
public final class EventFields {
  private static final RecordCodec<Event> CODEC = RecordCodec.of(Event.class);

  private EventFields() {}

  /** Returns the fields of an event: {@code kind}, {@code at}, and its own. */
  public static Map<String, Object> of(Event event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", "");
    if (CODEC.encode(event) instanceof Map<?, ?> encoded) {
      encoded.forEach(
          (name, value) ->
              fields.put(RecordCodec.TYPE.equals(name) ? "kind" : String.valueOf(name), value));
    }
    return fields;
  }
}
