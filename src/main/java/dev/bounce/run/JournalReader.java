package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.value.JsonException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a journal from its beginning, record by record; also one that is still being written.
 *
 * <p>A last line without its end is what a crash leaves: it was never confirmed to whoever wrote
 * it, so it counts as not written. Any other line that is not the next record is an error (J003).
 */
public final class JournalReader implements AutoCloseable {
  private final Path file;
  private final InputStream stream;
  private long line;
  private long confirmedBytes;
  private boolean torn;

  /** Opens a journal; one that is a symbolic link is refused. Changes nothing. */
  public JournalReader(Path file) throws StateException {
    this.file = file;
    try {
      this.stream = new BufferedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw unreadable("the journal cannot be read: " + file, e.toString());
    }
  }

  /**
   * A journal as a whole.
   *
   * @param records in their order
   * @param isTorn whether half a record follows them
   * @param confirmedBytes where in the file the last of them ends
   */
  public record Journal(List<JournalRecord> records, boolean isTorn, long confirmedBytes) {
    /** Copies the list. */
    public Journal {
      records = List.copyOf(records);
    }
  }

  /** Reads a whole journal. */
  public static Journal readAll(Path file) throws StateException {
    try (JournalReader reader = new JournalReader(file)) {
      List<JournalRecord> records = new ArrayList<>();
      for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
      return new Journal(records, reader.isTorn(), reader.confirmedBytes);
    }
  }

  /** Returns the next record, absent at the end, or at half a record. */
  public Optional<JournalRecord> next() throws StateException {
    Optional<byte[]> bytes = nextLine();
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    line++;
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.get())).toString();
      JournalRecord entry = JournalRecord.parse(text);
      if (entry.sequence() != line) {
        throw bad("its sequence is " + entry.sequence() + ": a record is missing or comes twice");
      }
      confirmedBytes += bytes.get().length + 1L;
      return Optional.of(entry);
    } catch (CharacterCodingException e) {
      throw bad("it is not UTF-8");
    } catch (JsonException e) {
      throw bad(e.message());
    }
  }

  /** Tells whether half a record stands behind the last one; known once {@link #next} is empty. */
  public boolean isTorn() {
    return torn;
  }

  @Override
  public void close() throws StateException {
    try {
      stream.close();
    } catch (IOException e) {
      throw unreadable("the journal cannot be read: " + file, e.toString());
    }
  }

  private Optional<byte[]> nextLine() throws StateException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      for (int next = stream.read(); next != '\n'; next = stream.read()) {
        if (next < 0) {
          torn = torn || bytes.size() > 0;
          return Optional.empty();
        }
        if (bytes.size() >= JournalWriter.LINE_LIMIT) {
          line++;
          throw bad("it is longer than " + JournalWriter.LINE_LIMIT + " bytes");
        }
        bytes.write(next);
      }
      return Optional.of(bytes.toByteArray());
    } catch (IOException e) {
      throw unreadable("the journal cannot be read: " + file, e.toString());
    }
  }

  private StateException bad(String cause) {
    return unreadable("line " + line + " of the journal cannot be read: " + file, cause);
  }

  private static StateException unreadable(String message, String cause) {
    return StateException.of(
        Code.J003,
        message,
        cause,
        "put a copy from a backup in its place, or move that file away; nobody should edit a journal");
  }
}
