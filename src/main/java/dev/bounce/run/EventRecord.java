package dev.bounce.run;

import dev.bounce.plan.StepId;
import dev.bounce.value.CodecException;
import dev.bounce.value.RecordCodec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as plain structures, for the journal and for NDJSON: {@link dev.bounce.value.Json}
 * writes them.
 *
 * @param at when it happened
 * @param kind the name of the event in kebab-case: {@code effects-planned}
 * @param data its other components by name
 */
public record EventRecord(Instant at, String kind, Map<String, Object> data) {
  private static final String AT = "at";

  private static final RecordCodec<Event> CODEC =
      RecordCodec.of(Event.class)
          .with(
              StepId.class,
              new RecordCodec.Converter<>() {
                @Override
                public Object encode(StepId step) {
                  return step.text();
                }

                @Override
                public StepId decode(Object structure, String path) throws CodecException {
                  if (structure instanceof String text) {
                    return new StepId(text);
                  }
                  throw new CodecException(path, "not a step");
                }
              });

  /** Returns the record of an event. */
  public static EventRecord of(Event event) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (!(CODEC.encode(event) instanceof Map<?, ?> all)) {
      throw new IllegalStateException("an event is a record");
    }
    all.forEach((key, value) -> data.put(String.valueOf(key), value));
    Object kind = data.remove(RecordCodec.TYPE);
    data.remove(AT);
    return new EventRecord(event.at(), String.valueOf(kind), data);
  }

  /**
   * Returns the event again.
   *
   * @throws CodecException when it is none
   */
  public Event event() throws CodecException {
    Map<String, Object> all = new LinkedHashMap<>(data);
    all.put(RecordCodec.TYPE, kind);
    all.put(AT, at.toString());
    return CODEC.decode(all);
  }
}
