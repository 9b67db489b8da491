package dev.bounce.host;

import dev.bounce.host.ProcessTable.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A command with all that came of it, also what left its parents and its session behind.
 *
 * <p>A process belongs to it when it is the command or a descendant, is in the session that the
 * command was made the leader of, or was started with the command's random marker in its
 * environment. No other process is ever touched. What escapes is only a process that leaves its
 * parents, its session <em>and</em> its environment behind, and what another bounce below the
 * command started to live on.
 */
final class Offspring {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LAST_RESORT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final long NONE = -1;

  private final String marker;
  private final long notBefore = BootTime.nowTicks();
  private volatile long leader = NONE;

  /**
   * @param marker random text that stands in the command's environment and nowhere else
   */
  Offspring(String marker) {
    this.marker = marker;
  }

  /** Is told which process the command is; it leads a session, as setsid(1) starts it. */
  void leader(long pid) {
    leader = pid;
  }

  /** Returns what is alive of it. */
  List<Entry> living() {
    List<Entry> all = ProcessTable.living();
    Set<Long> pids = new HashSet<>();
    for (Entry entry : all) {
      if (entry.pid() != ProcessHandle.current().pid() && belongs(entry)) {
        pids.add(entry.pid());
      }
    }
    boolean grown = !pids.isEmpty();
    while (grown) {
      grown = false;
      for (Entry entry : all) {
        grown |=
            pids.contains(entry.parent())
                && !pids.contains(entry.pid())
                && !Detached.isLeader(entry)
                && pids.add(entry.pid());
      }
    }
    return all.stream().filter(entry -> pids.contains(entry.pid())).toList();
  }

  /**
   * Ends it: TERM, after a grace KILL, and returns what even that did not end. Takes at most four
   * seconds and does not let itself be interrupted.
   */
  synchronized List<Entry> end() {
    return untilGone(GRACE);
  }

  /** Ends it without any grace. */
  synchronized List<Entry> kill() {
    return untilGone(Duration.ZERO);
  }

  private List<Entry> untilGone(Duration grace) {
    long begin = System.nanoTime();
    boolean interrupted = false;
    Set<Entry> asked = new HashSet<>();
    List<Entry> known = List.of();
    // Twice, because one look at the table can miss a process that is forked while it is read.
    for (int empty = 0; empty < 2; ) {
      known = merged(known, living());
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
      if (known.isEmpty()) {
        empty++;
        continue;
      }
      empty = 0;
      if (elapsed.compareTo(grace.plus(LAST_RESORT)) > 0) {
        break;
      }
      boolean force = elapsed.compareTo(grace) >= 0;
      for (Entry entry : known) {
        boolean first = asked.stream().noneMatch(entry::isSameAs) && asked.add(entry);
        if (first || force) {
          send(entry, force ? "KILL" : "TERM");
        }
      }
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return known;
  }

  /** A pid is not given to anybody else while a session of that number has members. */
  private boolean belongs(Entry entry) {
    return entry.startTicks() >= notBefore
        && (entry.session() == leader || ProcessTable.environmentContains(entry.pid(), marker));
  }

  /** What was seen to belong to it stays so, also when its parent has ended since. */
  private static List<Entry> merged(List<Entry> known, List<Entry> living) {
    List<Entry> merged = new ArrayList<>(living);
    for (Entry entry : known) {
      boolean alive = ProcessTable.living(entry.pid()).filter(entry::isSameAs).isPresent();
      if (alive && living.stream().noneMatch(entry::isSameAs)) {
        merged.add(entry);
      }
    }
    return merged;
  }

  private static void send(Entry entry, String signal) {
    ProcessTable.identity(entry.pid())
        .filter(process -> process.startTicks() == entry.startTicks())
        .ifPresent(process -> {
          try {
            Signals.send(process, signal);
          } catch (HostException e) {
            // It ended in this moment, or may not be signalled: the caller sees whether it lives.
          }
        });
  }
}
