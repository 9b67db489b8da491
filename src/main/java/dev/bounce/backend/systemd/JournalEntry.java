package dev.bounce.backend.systemd;

import dev.bounce.value.Json;
import dev.bounce.value.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the journal, as {@code journalctl --output=json} writes it on a line.
 *
 * @param cursor where it stands in the journal
 * @param units of whom it may be: what systemd says of a unit has that one's name in another field
 *     than what the unit says itself
 * @param message may be of several lines
 */
record JournalEntry(String cursor, List<String> units, String message) {
  private static final List<String> UNIT_FIELDS =
      List.of("UNIT", "USER_UNIT", "_SYSTEMD_UNIT", "_SYSTEMD_USER_UNIT");

  /** The options by which journalctl writes all but the message, which may be very long. */
  static final List<String> WITHOUT_MESSAGE =
      List.of("--output=json", "--output-fields=" + String.join(",", UNIT_FIELDS));

  /** The options by which journalctl writes everything, also messages over 4096 bytes. */
  static final List<String> WITH_MESSAGE =
      List.of("--output=json", "--all", WITHOUT_MESSAGE.getLast() + ",MESSAGE");

  /** Copies the list. */
  JournalEntry {
    units = List.copyOf(units);
  }

  /**
   * Tells whether a line is an entry, or the beginning of one: journalctl also writes warnings,
   * which come among the entries.
   */
  static boolean isMeant(String line) {
    return line.startsWith("{");
  }

  /** Reads a line; nothing comes of a warning, or where the line is cut. */
  static Optional<JournalEntry> read(String line) {
    try {
      if (isMeant(line)
          && Json.read(line) instanceof Map<?, ?> fields
          && fields.get("__CURSOR") instanceof String cursor) {
        List<String> units =
            UNIT_FIELDS.stream().flatMap(name -> texts(fields.get(name)).stream()).toList();
        return Optional.of(new JournalEntry(cursor, units, message(fields.get("MESSAGE"))));
      }
    } catch (JsonException _) {
      // It is cut.
    }
    return Optional.empty();
  }

  /** Reads lines as far as they are whole. */
  static List<JournalEntry> readAll(Collection<String> lines) {
    List<JournalEntry> entries = new ArrayList<>();
    for (String line : lines) {
      Optional<JournalEntry> entry = read(line);
      if (entry.isPresent()) {
        entries.add(entry.get());
      } else if (isMeant(line)) {
        break;
      }
    }
    return entries;
  }

  private static List<String> texts(@Nullable Object value) {
    Stream<?> values =
        value instanceof List<?> several ? several.stream() : Stream.ofNullable(value);
    return values.filter(String.class::isInstance).map(String.class::cast).toList();
  }

  /** What is no text comes as the numbers of its bytes; a field that is there twice, as both. */
  private static String message(@Nullable Object value) {
    if (value instanceof List<?> parts) {
      if (parts.stream().allMatch(Number.class::isInstance)) {
        byte[] bytes = new byte[parts.size()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = ((Number) parts.get(i)).byteValue();
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
      return String.join("\n", parts.stream().map(JournalEntry::message).toList());
    }
    return value instanceof String text ? text : "";
  }
}
