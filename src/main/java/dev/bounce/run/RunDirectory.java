package dev.bounce.run;

import dev.bounce.diag.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The journals of all runs, a file each. A run is known by its id, {@code 20261121-194052-ab3f}:
 * when it began, in UTC, with four digits for the part of the second, so that ids sort by time; one
 * that is taken leaves its place to the next.
 */
public final class RunDirectory {
  private static final String SUFFIX = ".jsonl";
  private static final Pattern RUN_ID = Pattern.compile("[0-9]{8}-[0-9]{6}-[0-9a-f]{4}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int ATTEMPTS = 100;
  private static final Duration PART = Duration.ofSeconds(1).dividedBy(1 << 16);

  private final StateDirectory state;

  /** Journals in a state directory. Touches nothing yet. */
  public RunDirectory(StateDirectory state) {
    this.state = state;
  }

  /** Begins the journal of a new run. */
  public JournalWriter begin(Instant now) throws StateException {
    Path folder = state.runs();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Instant free = now.plus(PART.multipliedBy(attempt));
      long part = free.get(ChronoField.NANO_OF_SECOND) / PART.toNanos();
      String runId = TIME.format(free) + "-%04x".formatted(Math.min(part, 0xffff));
      Optional<Path> file = state.createFile(folder, runId + SUFFIX);
      if (file.isPresent()) {
        return new JournalWriter(runId, file.get(), 0);
      }
    }
    throw StateException.of(
        Code.J002,
        "no new journal can be begun in " + folder,
        ATTEMPTS + " ids in a row were taken",
        "try again in a second");
  }

  /** Goes on with the journal of a run that ended early; half a record at its end is cut off. */
  public JournalWriter goOn(String runId) throws StateException {
    Path file = journal(runId);
    JournalReader.Journal journal = JournalReader.readAll(file);
    if (journal.isTorn()) {
      cut(file, journal.confirmedBytes());
    }
    return new JournalWriter(runId, file, journal.records().size());
  }

  /** Returns the ids of all runs, newest first. Changes nothing but a missing directory. */
  public List<String> list() throws StateException {
    Path folder = state.runs();
    List<String> runIds = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        String runId = name.substring(0, name.length() - SUFFIX.length());
        if (RUN_ID.matcher(runId).matches()) {
          runIds.add(runId);
        }
      }
    } catch (IOException e) {
      throw StateException.of(
          Code.J003, "the journals cannot be listed: " + folder, e.toString(), "try again");
    }
    runIds.sort(Comparator.reverseOrder());
    return List.copyOf(runIds);
  }

  /** Returns the ids that begin so, newest first; the empty prefix fits all. */
  public List<String> find(String prefix) throws StateException {
    return list().stream().filter(runId -> runId.startsWith(prefix)).toList();
  }

  /** Returns the journal of a run that is listed, checked like all of the state directory. */
  public Path journal(String runId) throws StateException {
    if (!RUN_ID.matcher(runId).matches()) {
      throw StateException.of(
          Code.J003,
          "not the id of a run: " + runId,
          "ids look like 20261121-194052-ab3f",
          "`bounce history` lists them");
    }
    return state.existingFile(state.runs(), runId + SUFFIX);
  }

  private static void cut(Path file, long size) throws StateException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      channel.truncate(size);
    } catch (IOException e) {
      throw StateException.of(
          Code.J002,
          "the journal cannot be written: " + file,
          e.toString(),
          "see that there is room on the disk");
    }
  }
}
