package dev.bounce.integration.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.backend.MemberState;
import dev.bounce.backend.Settings;
import dev.bounce.backend.docker.DockerBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.integration.process.FoundProcessesCases;
import dev.bounce.testbed.RealDocker;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Processes in a container whose own main process is none of them, and does not change. */
@Tag("integration")
final class FoundInContainerTest extends FoundProcessesCases {
  private static RealDocker docker;
  private static String before;

  @BeforeAll
  static void start() throws Exception {
    docker = RealDocker.open();
    // As development containers have it: it ignores TERM, and leaves zombies.
    docker.run("workspace", List.of(), "tail", "-f", "/dev/null");
    before = life();
  }

  @AfterAll
  static void stop() throws Exception {
    if (docker != null) {
      try {
        assertEquals(before, life());
      } finally {
        docker.close();
      }
    }
  }

  private static String life() throws Exception {
    return docker.inspect("workspace", "{{.Id}} {{.State.StartedAt}} {{.State.Running}}");
  }

  @Override
  protected Host host() {
    Settings settings = new Settings("workspace", Map.of("server", new StringValue(docker.host())));
    return new DockerBackend()
        .inside(settings, MemberState.unknown("workspace"), new LocalHost())
        .orElseThrow();
  }

  @Override
  protected Path folder() {
    return Path.of("/tmp");
  }

  @Override
  protected void begin(String script) throws Exception {
    docker.docker("exec", "--detach", "workspace", "sh", "-c", script);
  }
}
