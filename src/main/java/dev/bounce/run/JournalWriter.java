package dev.bounce.run;

import dev.bounce.diag.Code;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * Appends to the journal of one run. Safe for several threads: each record is one line, whole and
 * in the order of its sequence.
 *
 * <p>After a failed write nothing more is taken: what the file holds then may end in half a line,
 * and a run that can no longer be recorded must not go on.
 */
public final class JournalWriter implements AutoCloseable {
  /** How many bytes a line may have, in a journal that is written or read. */
  static final int LINE_LIMIT = 16 << 20;

  private final String runId;
  private final Path file;
  // Not a FileChannel: an interrupt, which is how steps are cancelled, would close it for good.
  private final FileOutputStream stream;
  private long sequence;
  private boolean broken;

  /** Appends to a file that is there; its last line is whole. */
  JournalWriter(String runId, Path file, long lastSequence) throws StateException {
    this.runId = runId;
    this.file = file;
    this.sequence = lastSequence;
    try {
      this.stream = new FileOutputStream(file.toFile(), true);
    } catch (IOException e) {
      throw failed(file, e.toString());
    }
  }

  /** Returns the id of the run. */
  public String runId() {
    return runId;
  }

  /** Returns where the journal is. */
  public Path file() {
    return file;
  }

  /**
   * Appends a record. When this returns, the operating system has it: it survives the end of this
   * process; a durable one also that of the machine.
   *
   * @return the record with its sequence
   * @throws StateException J002 when it could not be written, or an earlier one could not
   */
  public synchronized JournalRecord append(
      Instant at, String kind, Map<String, Object> data, boolean durable) throws StateException {
    if (broken) {
      throw failed(file, "an earlier record could not be written");
    }
    JournalRecord entry = new JournalRecord(sequence + 1, at, kind, data);
    byte[] line = (entry.line() + "\n").getBytes(StandardCharsets.UTF_8);
    if (line.length > LINE_LIMIT) {
      throw failed(file, "a record of " + line.length + " bytes is too long");
    }
    try {
      stream.write(line);
      if (durable) {
        stream.getFD().sync();
      }
    } catch (IOException e) {
      broken = true;
      throw failed(file, e.toString());
    }
    sequence++;
    return entry;
  }

  /** Ends writing; the file stays. */
  @Override
  public synchronized void close() throws StateException {
    broken = true;
    try {
      stream.close();
    } catch (IOException e) {
      throw failed(file, e.toString());
    }
  }

  private static StateException failed(Path file, String cause) {
    return StateException.of(
        Code.J002,
        "the journal cannot be written: " + file,
        cause,
        "see that there is room on the disk; `bounce show` tells what was recorded");
  }
}
