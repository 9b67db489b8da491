package dev.bounce.run;

import dev.bounce.plan.StepId;
import dev.bounce.value.CodecException;
import dev.bounce.value.RecordCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events as plain structures: what the journal and NDJSON are made of. */
public final class EventFields {
  private static final RecordCodec<Event> CODEC =
      RecordCodec.of(Event.class).with(StepId.class, new StepIds());
  static final String KIND = "kind";
  static final String AT = "at";

  private EventFields() {}

  /** Steps by their ids alone. */
  private static final class StepIds implements RecordCodec.Converter<StepId> {
    @Override
    public Object encode(StepId step) {
      return step.text();
    }

    @Override
    public StepId decode(Object structure, String path) throws CodecException {
      if (structure instanceof String text) {
        return new StepId(text);
      }
      throw new CodecException(path, "not the id of a step");
    }
  }

  /** Returns the fields of an event: {@code kind}, {@code at}, and its own. */
  public static Map<String, Object> of(Event event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(KIND, "");
    if (CODEC.encode(event) instanceof Map<?, ?> encoded) {
      encoded.forEach((name, value) ->
          fields.put(RecordCodec.TYPE.equals(name) ? KIND : String.valueOf(name), value));
    }
    return fields;
  }

  /**
   * Returns the event that a record of a journal holds.
   *
   * @throws CodecException when it holds none that this version knows
   */
  public static Event read(JournalRecord record) throws CodecException {
    Map<String, Object> encoded = new LinkedHashMap<>();
    encoded.put(RecordCodec.TYPE, record.kind());
    encoded.put(AT, record.at().toString());
    encoded.putAll(record.data());
    return CODEC.decode(encoded);
  }
}
