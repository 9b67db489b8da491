package dev.bounce.backend.master;

import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The unit of systemd that a process was started in, cgroups(7). */
public final class SystemdUnit {
  private static final int LIMIT_BYTES = 1 << 16;
  private static final String SERVICE = ".service";

  private SystemdUnit() {}

  /** Finds the service unit of a process where systemd runs the machine. Changes nothing. */
  public static Optional<String> of(
      RunningProcess process, List<RunningProcess> processes, Host host) {
    boolean isRun =
        processes.stream()
            .filter(each -> each.identity().pid() == 1 && !each.arguments().isEmpty())
            .anyMatch(each ->
                each.arguments().getFirst().endsWith("/systemd")
                    || each.arguments().getFirst().endsWith("/init"));
    if (!isRun) {
      return Optional.empty();
    }
    try {
      Path file = Path.of("/proc", Long.toString(process.identity().pid()), "cgroup");
      return host.read(file, LIMIT_BYTES)
          .lines()
          .filter(line -> line.contains("name=systemd:") || line.startsWith("0::"))
          .map(line -> line.substring(line.lastIndexOf('/') + 1))
          .filter(unit -> unit.endsWith(SERVICE))
          .findFirst();
    } catch (HostException e) {
      return Optional.empty();
    }
  }
}
