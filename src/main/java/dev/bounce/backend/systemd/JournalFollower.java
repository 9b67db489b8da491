package dev.bounce.backend.systemd;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.host.AddedLines;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows what units write, and what systemd writes of them: journalctl(1) for all of them at once,
 * from the cursor of the last line on.
 */
final class JournalFollower implements LogFollower {
  private static final String CURSOR = "-- cursor: ";

  private final Settings settings;
  private final List<String> units;
  private final Host host;
  private final Optional<String> user;
  private String cursor;

  /**
   * @param timeout for all calls together
   */
  JournalFollower(Settings settings, List<String> units, Host host, Duration timeout)
      throws BackendException {
    this.settings = settings;
    this.units = List.copyOf(units);
    this.host = host;
    long deadline = System.nanoTime() + timeout.toNanos();
    // Whoever may read the journal of its own user may still not read the machine's.
    Optional<String> changing = Scope.changingUser(settings);
    Optional<String> found = end(changing, timeout);
    this.user = found.isPresent() ? changing : Optional.empty();
    this.cursor =
        found
            .or(() -> changing.isPresent() ? end(user, left(deadline)) : Optional.empty())
            .orElseThrow(() ->
                new BackendException(Code.B008, "journalctl shows nothing of the journal", "", ""));
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private Optional<String> end(Optional<String> as, Duration timeout) {
    try {
      return run(List.of("--lines=0", "--show-cursor"), as, timeout, _ -> {})
          .output()
          .lines()
          .filter(line -> line.startsWith(CURSOR))
          .map(line -> line.substring(CURSOR.length()))
          .findFirst();
    } catch (HostException _) {
      return Optional.empty();
    }
  }

  private CommandResult run(
      List<String> words, Optional<String> as, Duration timeout, Consumer<String> onLine)
      throws HostException {
    List<String> command = new ArrayList<>(List.of("journalctl", "--quiet", "--no-pager"));
    command.addAll(words);
    return host.execute(
        new CommandLine(command, Optional.empty(), Systemctl.ENVIRONMENT, as), timeout, onLine);
  }

  @Override
  public List<LogPortion> look(boolean last, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<LogPortion> late = last ? synchronize(timeout.multipliedBy(3).dividedBy(4)) : List.of();
    Found found = new Found();
    try {
      while (!read(found, deadline)) {
        stepOver(found, deadline);
      }
    } catch (HostException e) {
      if (found.isEmpty()) {
        return List.of(LogPortion.trouble(settings.service(), e.message()));
      }
    }
    List<LogPortion> portions = new ArrayList<>(found.portions());
    portions.addAll(late);
    return List.copyOf(portions);
  }

  /**
   * A line that a process has just written may still be on its way. Most of the time is for that:
   * it waits for the disk, where the rest only reads.
   *
   * @return what to tell where it does not come to its end; then what has arrived is told
   */
  private List<LogPortion> synchronize(Duration timeout) {
    try {
      CommandResult _ = run(List.of("--sync"), user, timeout, _ -> {});
      return List.of();
    } catch (HostException e) {
      String why = "its last lines may be missing: " + e.message();
      return List.of(LogPortion.trouble(settings.service(), why));
    }
  }

  /**
   * Reads what comes after the cursor, of a very long answer only the beginning.
   *
   * @return false where the next entry alone is more than an answer holds
   */
  private boolean read(Found found, long deadline) throws HostException {
    List<String> lines = ask(JournalEntry.WITH_MESSAGE, deadline);
    List<JournalEntry> entries = JournalEntry.readAll(lines);
    List<JournalEntry> added = behindTheCursor(entries);
    for (JournalEntry entry : added) {
      found.add(entry);
      cursor = entry.cursor();
    }
    return !added.isEmpty()
        || lines.stream().filter(JournalEntry::isMeant).count() == entries.size();
  }

  /**
   * With --after-cursor, journalctl 252 leaves out the first entry of the units even where the
   * cursor is that of somebody else's; with --cursor it begins with the one at the cursor, if that
   * is of the units.
   */
  private List<JournalEntry> behindTheCursor(List<JournalEntry> entries) {
    return entries.stream().filter(entry -> !entry.cursor().equals(cursor)).toList();
  }

  private void stepOver(Found found, long deadline) throws HostException {
    JournalEntry entry =
        behindTheCursor(JournalEntry.readAll(ask(JournalEntry.WITHOUT_MESSAGE, deadline))).stream()
            .findFirst()
            .orElseThrow(() ->
                new HostException(Reason.UNREADABLE, "what journalctl writes cannot be read"));
    found.omit(entry);
    cursor = entry.cursor();
  }

  /** When the time is up, what has come until then is the answer. */
  private List<String> ask(List<String> options, long deadline) throws HostException {
    List<String> words = new ArrayList<>(options);
    words.add("--cursor=" + cursor);
    boolean ofUser = Scope.of(settings) == Scope.USER;
    units.forEach(unit -> words.add((ofUser ? "--user-unit=" : "--unit=") + unit));
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    try {
      CommandResult result = run(words, user, left(deadline), heard::add);
      if (result.exitCode() != 0) {
        throw new HostException(Reason.FAILED, result.output().strip());
      }
      return result.output().lines().toList();
    } catch (HostException e) {
      List<String> lines = List.copyOf(heard);
      if (JournalEntry.readAll(lines).isEmpty()) {
        throw e;
      }
      return lines;
    }
  }

  /** What a look has found, by units. */
  private final class Found {
    private final Map<String, AddedLines> added = new LinkedHashMap<>();
    private final Map<String, Long> omitted = new LinkedHashMap<>();

    private String unit(JournalEntry entry) {
      return entry.units().stream().filter(units::contains).findFirst().orElse(settings.service());
    }

    void add(JournalEntry entry) {
      byte[] bytes = (entry.message() + "\n").getBytes(StandardCharsets.UTF_8);
      added.computeIfAbsent(unit(entry), AddedLines::new).write(bytes, 0, bytes.length);
    }

    void omit(JournalEntry entry) {
      String unit = unit(entry);
      added.computeIfAbsent(unit, AddedLines::new);
      omitted.merge(unit, 1L, Long::sum);
    }

    boolean isEmpty() {
      return added.isEmpty();
    }

    List<LogPortion> portions() {
      List<LogPortion> portions = new ArrayList<>();
      added.forEach((unit, lines) -> {
        LogPortion told = lines.take(true, Optional.empty());
        long more = told.omitted() + omitted.getOrDefault(unit, 0L);
        portions.add(new LogPortion(unit, told.lines(), more, Optional.empty()));
      });
      return portions;
    }
  }

  @Override
  public void close() {}
}
