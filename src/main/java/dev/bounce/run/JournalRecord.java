package dev.bounce.run;

import dev.bounce.value.Json;
import dev.bounce.value.JsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One line of a journal.
 *
 * @param sequence counted from one, without gaps
 * @param at when
 * @param kind what happened
 * @param data whatever belongs to that kind, as {@link Json} takes it; never under the names of the
 *     other three
 */
public record JournalRecord(long sequence, Instant at, String kind, Map<String, Object> data) {
  private static final Set<String> RESERVED = Set.of("at", "sequence", "kind");

  /** Copies the map and keeps its order. */
  public JournalRecord {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    if (!Collections.disjoint(data.keySet(), RESERVED)) {
      throw new IllegalArgumentException("a name of the record itself in " + data.keySet());
    }
  }

  /** Returns the record as a line of JSON, without its line ending. */
  public String line() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("at", at.toString());
    all.put("sequence", sequence);
    all.put("kind", kind);
    all.putAll(data);
    return Json.write(all);
  }

  /** Reads a line again. */
  static JournalRecord parse(String line) throws JsonException {
    if (!(Json.read(line) instanceof Map<?, ?> all)
        || !(all.get("at") instanceof String at)
        || !(all.get("sequence") instanceof Long sequence)
        || !(all.get("kind") instanceof String kind)) {
      throw new JsonException("it is no record with `at`, `sequence` and `kind`");
    }
    Map<String, Object> data = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : all.entrySet()) {
      if (entry.getKey() instanceof String key && !RESERVED.contains(key)) {
        data.put(key, entry.getValue());
      }
    }
    try {
      return new JournalRecord(sequence, Instant.parse(at), kind, data);
    } catch (DateTimeException e) {
      throw new JsonException("`at` is no point in time");
    }
  }
}
