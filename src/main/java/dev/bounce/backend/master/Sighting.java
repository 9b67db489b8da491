package dev.bounce.backend.master;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.RunningProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was found of a master by its pid file. */
public sealed interface Sighting {
  /**
   * The master lives, and it is certain that the pid file means it.
   *
   * @param master the process
   * @param children all living processes that it is the parent of: its workers, and whatever else
   *     it has started
   */
  record Seen(RunningProcess master, List<RunningProcess> children) implements Sighting {
    /** Copies the list. */
    public Seen {
      children = List.copyOf(children);
    }
  }

  /**
   * There is no such master.
   *
   * @param detail why not, possibly empty
   */
  record Missing(String detail) implements Sighting {}

  /** What a clock that counts in ticks and one that stamps files may differ by. */
  Duration CLOCK_SLACK = Duration.ofSeconds(1);

  /**
   * Judges a pid file by a process table that was read after it. Changes nothing.
   *
   * @param note what a pid file says, if there is one that says anything
   * @throws BackendException B007 when somebody else wrote the file than root, the user of bounce,
   *     or the owner of the process
   */
  static Sighting of(
      Optional<PidNote> note, MasterProgram program, List<RunningProcess> processes, Host host)
      throws BackendException {
    if (note.isEmpty()) {
      return new Missing("");
    }
    long pid = note.get().pid();
    Optional<RunningProcess> found =
        processes.stream().filter(process -> process.identity().pid() == pid).findFirst();
    if (found.isEmpty()) {
      return new Missing("stale " + note.get().file().kind() + ": pid " + pid + " has ended");
    }
    RunningProcess process = found.get();
    if (!program.fits(process)) {
      return new Missing(
          "stale %s: pid %d is not %s but another process"
              .formatted(note.get().file().kind(), pid, program.name()));
    }
    if (isYounger(process, note.get(), host)) {
      return new Missing(
          "stale %s: pid %d is another process, started after the file was written"
              .formatted(note.get().file().kind(), pid));
    }
    refuseForeign(note.get().file(), process);
    List<RunningProcess> children =
        processes.stream().filter(child -> child.parent() == pid).toList();
    return new Seen(process, children);
  }

  private static void refuseForeign(ServerFile file, RunningProcess process)
      throws BackendException {
    int owner = file.status().ownerUserId();
    if (!file.trusted() && owner != process.identity().userId()) {
      throw file.notBelieved(
          "it belongs to uid %s, and pid %d to uid %s"
              .formatted(
                  Integer.toUnsignedString(owner),
                  process.identity().pid(),
                  Integer.toUnsignedString(process.identity().userId())));
    }
  }

  /** Returns the process table, or says that it cannot be read (B008). */
  static List<RunningProcess> processes(Host host) throws BackendException {
    try {
      return host.processes();
    } catch (HostException e) {
      throw new BackendException(
          Code.B008,
          "the process table of %s cannot be read".formatted(host.name()),
          e.message(),
          "");
    }
  }

  /** A process cannot have written its pid file before it began: then the pid was given anew. */
  private static boolean isYounger(RunningProcess process, PidNote note, Host host) {
    Instant latest = note.file().status().modifiedAt().plus(CLOCK_SLACK);
    return host.startedAt(process.identity()).isAfter(latest);
  }
}
