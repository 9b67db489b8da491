package dev.bounce.backend.master;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import dev.bounce.testbed.Eventually;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who waits for the end of a process. */
final class MonitorTest {
  private final Host host = new LocalHost();

  @Test
  void supervisordIsTheParent() {
    RunningProcess parent =
        process(7, 1, "/usr/bin/python3", "/usr/bin/supervisord", "-c", "/etc/supervisord.conf");
    RunningProcess master = process(8, 7, "/usr/bin/python3", "/usr/bin/gunicorn");
    assertEquals(
        Optional.of(new Monitor("supervisord (pid 7)", "supervisor")),
        Monitor.of(master, List.of(parent, master), host));
  }

  @Test
  void aShellThatMentionsSupervisordIsNone() {
    RunningProcess parent = process(7, 1, "sh", "-c", "tail supervisord");
    RunningProcess master = process(8, 7, "gunicorn");
    assertEquals(Optional.empty(), Monitor.of(master, List.of(parent, master), host));
  }

  /** As systemd does, which tells the process that it starts its own pid. */
  @Test
  void theMainProcessOfAUnitIsSystemds() throws Exception {
    assertEquals(Optional.of("systemd"), monitorOf("export SYSTEMD_EXEC_PID=$$; exec sleep 300"));
  }

  @Test
  void aChildOfTheMainProcessIsNot() throws Exception {
    assertEquals(Optional.empty(), monitorOf("export SYSTEMD_EXEC_PID=1; exec sleep 300"));
  }

  private Optional<String> monitorOf(String script) throws Exception {
    Process started = new ProcessBuilder("sh", "-c", script).start();
    try {
      Eventually.holds(() -> "executed", () -> table(started.pid()).arguments().contains("300"));
      RunningProcess process = table(started.pid());
      return Monitor.of(process, List.of(process), host).map(Monitor::backend);
    } finally {
      started.destroyForcibly();
    }
  }

  private RunningProcess table(long pid) throws Exception {
    return host.processes().stream()
        .filter(process -> process.identity().pid() == pid)
        .findFirst()
        .orElseThrow();
  }

  private static RunningProcess process(long pid, long parent, String... arguments) {
    return new RunningProcess(new ProcessIdentity(pid, 1, 0), parent, List.of(arguments));
  }
}
