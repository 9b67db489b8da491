package dev.bounce.report;

import dev.bounce.run.JournalReader;
import dev.bounce.run.JournalRecord;
import dev.bounce.value.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A run in one line, from its journal.
 *
 * @param run its id
 * @param runbook what was run
 * @param began when; absent where the journal is empty
 * @param status how it ended; {@code unfinished} where the journal does not say so: it goes on, or
 *     was killed
 * @param took how long it took
 */
public record RunSummary(
    String run, String runbook, Optional<Instant> began, String status, Optional<Duration> took) {

  /** Reads a journal. */
  public static RunSummary of(String run, JournalReader.Journal journal) {
    List<JournalRecord> records = journal.records();
    if (records.isEmpty()) {
      return new RunSummary(run, "", Optional.empty(), "unfinished", Optional.empty());
    }
    JournalRecord first = records.getFirst();
    JournalRecord last = records.getLast();
    boolean finished = last.kind().equals("run-finished");
    return new RunSummary(
        run,
        String.valueOf(Optional.ofNullable(first.data().get("runbook")).orElse("")),
        Optional.of(first.at()),
        finished
            ? String.valueOf(Optional.ofNullable(last.data().get("status")).orElse(""))
                .toLowerCase(Locale.ROOT)
            : "unfinished",
        finished ? Optional.of(Duration.between(first.at(), last.at())) : Optional.empty());
  }

  /** Returns the cells of a table's row. */
  public List<String> cells() {
    return List.of(
        run,
        began.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(""),
        status,
        took.map(time -> Texts.duration(time.truncatedTo(ChronoUnit.MILLIS))).orElse(""),
        runbook);
  }

  /** Returns the fields of a JSON object. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", run);
    fields.put("runbook", runbook);
    began.ifPresent(at -> fields.put("began", at.toString()));
    fields.put("status", status);
    took.ifPresent(time -> fields.put("tookMilliseconds", time.toMillis()));
    return fields;
  }
}
