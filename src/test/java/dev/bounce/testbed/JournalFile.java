package dev.bounce.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The records of a journal, or of NDJSON, as anybody could read them.
 *
 * @param records one for each whole line
 */
public record JournalFile(List<JsonNode> records) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Copies the list. */
  public JournalFile {
    records = List.copyOf(records);
  }

  /** Reads the newest journal of a state directory; empty while there is none. */
  public static JournalFile newest(Path state) throws IOException {
    Path runs = state.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return new JournalFile(List.of());
    }
    try (Stream<Path> files = Files.list(runs)) {
      List<Path> journals = files.sorted().toList();
      return journals.isEmpty()
          ? new JournalFile(List.of())
          : of(Files.readString(journals.getLast()));
    }
  }

  /** Reads a text; a last line that has no end yet is left out. */
  public static JournalFile of(String text) throws JsonProcessingException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      records.add(MAPPER.readTree(line));
    }
    return new JournalFile(records);
  }

  /** Returns the kinds, in order. */
  public List<String> kinds() {
    return records.stream().map(one -> one.path("kind").asText()).toList();
  }

  /** Returns the records of a kind. */
  public List<JsonNode> of(String kind, int atLeast) {
    List<JsonNode> found =
        records.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
    if (found.size() < atLeast) {
      throw new AssertionError(found.size() + " records are " + kind + ": " + kinds());
    }
    return found;
  }

  /** Tells whether a record of a kind holds a text anywhere. */
  public boolean has(String kind, String text) {
    return records.stream()
        .anyMatch(one -> one.path("kind").asText().equals(kind) && one.toString().contains(text));
  }
}
