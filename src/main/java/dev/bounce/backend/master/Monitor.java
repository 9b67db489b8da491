package dev.bounce.backend.master;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who has started a master and waits for its end: a process whose pid must not change.
 *
 * @param shown {@code supervisord (pid 12)}
 * @param backend the backend that the service is to be restarted by
 */
public record Monitor(String shown, String backend) {
  /** Where a state's facts hold it. */
  private static final String FACT = "monitor";

  private static final String BACKEND_FACT = "monitor-backend";

  /** A unit's main process finds its own pid there; systemd.exec(5), since version 248. */
  private static final String MAIN_PROCESS = "SYSTEMD_EXEC_PID=";

  private static final int ENVIRONMENT_LIMIT_BYTES = 2 << 20;
  private static final Set<String> SUPERVISORD = Set.of("supervisord");

  /** Finds who waits for the end of a master. Changes nothing. */
  public static Optional<Monitor> of(
      RunningProcess master, List<RunningProcess> processes, Host host) {
    Optional<RunningProcess> parent =
        processes.stream()
            .filter(process -> process.identity().pid() == master.parent())
            .filter(Monitor::isSupervisord)
            .findFirst();
    if (parent.isPresent()) {
      return Optional.of(
          new Monitor("supervisord (pid " + parent.get().identity().pid() + ")", "supervisor"));
    }
    return isMainProcess(master, host)
        ? Optional.of(new Monitor("systemd", "systemd"))
        : Optional.empty();
  }

  /** Writes it into the facts of a state. */
  public void note(Map<String, String> facts) {
    facts.put(FACT, shown);
    facts.put(BACKEND_FACT, backend);
  }

  /** Returns who waits for the end of a master, as its state's facts say. Pure. */
  public static Optional<Monitor> noted(MemberState state) {
    return Optional.ofNullable(state.facts().get(FACT))
        .map(shown -> new Monitor(shown, state.facts().getOrDefault(BACKEND_FACT, "")));
  }

  /**
   * Returns what refuses an action behind the monitor's back, where there is one. Pure.
   *
   * @param what goes on behind "which": {@code takes it for an end}
   */
  public static Stream<Remark> refusal(Action action, MemberState state, String what) {
    return noted(state).stream()
        .map(monitor ->
            Remark.refusal(
                state.member(),
                "it is run by " + monitor.shown() + ", which " + what,
                "%s it via %s"
                    .formatted(action == Action.STOP ? "stop" : "restart", monitor.backend())));
  }

  private static boolean isSupervisord(RunningProcess process) {
    return process.arguments().stream()
        .limit(2) // itself, or a Python that runs it
        .anyMatch(word -> SUPERVISORD.contains(fileName(word)));
  }

  private static boolean isMainProcess(RunningProcess master, Host host) {
    long pid = master.identity().pid();
    try {
      String environment =
          host.read(Path.of("/proc", Long.toString(pid), "environ"), ENVIRONMENT_LIMIT_BYTES);
      return List.of(environment.split("\0", -1)).contains(MAIN_PROCESS + pid);
    } catch (HostException e) {
      return false; // it is not ours to look into
    }
  }

  private static String fileName(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }
}
