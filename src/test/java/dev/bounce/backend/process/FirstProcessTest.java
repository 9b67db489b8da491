package dev.bounce.backend.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FirstProcessTest {
  private final List<RunningProcess> all = new ArrayList<>();

  private FirstProcessTest with(long pid, long parent, String command) {
    ProcessIdentity identity = new ProcessIdentity(pid, pid, 0);
    all.add(new RunningProcess(identity, parent, List.of(command.split(" ", -1))));
    return this;
  }

  private boolean ends() {
    return new FirstProcess(all, process -> process.arguments().contains("gunicorn"))
        .endsWithThem()
        .isPresent();
  }

  @Test
  void itIsOneOfThem() {
    assertTrue(with(1, 0, "python3 gunicorn").with(7, 1, "python3 gunicorn").ends());
  }

  @Test
  void itIsAnEntrypointThatWaitsForThem() {
    assertTrue(
        with(1, 0, "/bin/bash entrypoint.sh")
            .with(6, 1, "tee -a log")
            .with(7, 1, "bash start.sh")
            .with(8, 7, "python3 gunicorn")
            .with(9, 8, "python3 gunicorn")
            .ends());
  }

  @Test
  void anInitWaitsForItsFirstChildOnly() {
    assertTrue(
        with(1, 0, "/sbin/docker-init -- sh start.sh")
            .with(7, 1, "sh start.sh")
            .with(8, 7, "python3 gunicorn")
            .with(9, 1, "an orphan")
            .ends());
  }

  @Test
  void whatWaitsForSomethingElseStays() {
    assertFalse(with(1, 0, "tail -f /dev/null").with(7, 1, "python3 gunicorn").ends());
  }

  @Test
  void anInitWhoseFirstChildStaysStays() {
    assertFalse(
        with(1, 0, "tini -- sleep infinity")
            .with(7, 1, "sleep infinity")
            .with(8, 1, "python3 gunicorn")
            .ends());
  }

  @Test
  void aShellThatWaitsForMoreStays() {
    assertFalse(
        with(1, 0, "sh start.sh").with(7, 1, "sleep 60").with(8, 1, "python3 gunicorn").ends());
  }

  @Test
  void whereNoneOfThemRunsNothingEnds() {
    assertFalse(with(1, 0, "bash").ends());
  }
}
