package dev.bounce.backend.master;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.master.Sighting.Missing;
import dev.bounce.backend.master.Sighting.Seen;
import dev.bounce.host.Host;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A master, and the one that is about to take over from it: servers that are restarted hot have two
 * pid files for a while.
 *
 * @param master the elder of those that live
 * @param successor the younger one, while both live
 * @param settled whether the main pid file means one of them
 * @param detail why there is none, when a pid file says otherwise; possibly empty
 * @param processes the process table that this was read from; empty where no pid file was found
 */
public record Succession(
    Optional<Seen> master,
    Optional<Seen> successor,
    boolean settled,
    String detail,
    List<RunningProcess> processes) {
  /** A pid file is replaced within a moment, in which there is none. */
  private static final int LOOKS = 10;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  /** Copies the list. */
  public Succession {
    processes = List.copyOf(processes);
  }

  /**
   * Where a server writes its pid.
   *
   * @param main the pid file while there is one master
   * @param elder the pid file of the elder master while there are two
   * @param younger that of the younger one; {@code main} is one of both
   */
  public record PidFiles(Path main, Path elder, Path younger) {}

  /**
   * Looks for both masters. Changes nothing.
   *
   * <p>Where neither is found while a master of this program runs somewhere, it looks again for a
   * moment: a server that reloads or takes over writes its pid file anew.
   *
   * @throws BackendException B007 when a file is not believed; B005 or B008 when file or process
   *     table cannot be read
   */
  public static Succession look(PidFiles files, MasterProgram program, Host host)
      throws BackendException {
    Succession found = lookOnce(files, program, host);
    for (int i = 1; i < LOOKS && found.isPerhapsBetween(program); i++) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      found = lookOnce(files, program, host);
    }
    return found;
  }

  private boolean isPerhapsBetween(MasterProgram program) {
    return master.isEmpty() && processes.stream().anyMatch(program::fits);
  }

  private static Succession lookOnce(PidFiles files, MasterProgram program, Host host)
      throws BackendException {
    Optional<PidNote> elderNote = PidNote.read(files.elder(), host);
    Optional<PidNote> youngerNote = PidNote.read(files.younger(), host);
    List<RunningProcess> processes = Sighting.processes(host);
    Sighting elder = Sighting.of(elderNote, program, processes, host);
    Sighting younger = Sighting.of(youngerNote, program, processes, host);
    Sighting main = files.main().equals(files.elder()) ? elder : younger;
    boolean settled = main instanceof Seen;
    if (elder instanceof Seen first && younger instanceof Seen second) {
      boolean isHeir = second.master().parent() == first.master().identity().pid();
      return new Succession(
          Optional.of(first),
          isHeir ? Optional.of(second) : Optional.empty(),
          settled,
          "",
          processes);
    }
    Optional<Seen> only = seen(elder).or(() -> seen(younger));
    String detail = only.isEmpty() && main instanceof Missing(String why) ? why : "";
    if (only.isEmpty() && detail.isEmpty()) {
      detail = "there is no pid in " + files.main();
    }
    return new Succession(only, Optional.empty(), settled, detail, processes);
  }

  private static Optional<Seen> seen(Sighting sighting) {
    return sighting instanceof Seen seen ? Optional.of(seen) : Optional.empty();
  }
}
