package dev.bounce.contract;

import dev.bounce.backend.Backend;
import dev.bounce.backend.Settings;
import dev.bounce.backend.docker.DockerBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.RealDocker;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.StringValue;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class DockerContractTest extends BackendContract {
  private static final String SECRET = "open sesame";

  private static RealDocker docker;
  private static Path silentSocket;
  private static ServerSocketChannel silentServer;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    docker = RealDocker.open();
    for (int number = 1; number <= 2; number++) {
      List<String> options = new ArrayList<>(RealDocker.composed("contract", "web", number));
      options.add("--env=TOKEN=" + SECRET);
      docker.run("contract-web-" + number, options, "sh", "-c", RealDocker.POLITE);
    }
    docker.create(
        "contract-broken", List.of(), "sh", "-c", "echo no such database >&2; sleep 0.2; exit 3");
    docker.create(
        "contract-stubborn", List.of(), "sh", "-c", "trap '' TERM; while :; do sleep 1; done");
    silentSocket = folder.resolve("silent.sock");
    silentServer =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(silentSocket));
  }

  @AfterAll
  static void stop() throws Exception {
    if (docker != null) {
      docker.close();
      silentServer.close();
    }
  }

  @Override
  protected Backend backend() {
    return new DockerBackend();
  }

  @Override
  protected Host host() {
    return new LocalHost();
  }

  @Override
  protected Settings healthy() {
    return settings(docker.socket(), Map.of("compose", new StringValue("contract/web")));
  }

  @Override
  protected Settings failing() {
    return settings(docker.socket(), Map.of("container", new StringValue("contract-broken")));
  }

  @Override
  protected String failingWrites() {
    return "no such database";
  }

  @Override
  protected Optional<Settings> unknown() {
    return Optional.of(
        settings(docker.socket(), Map.of("container", new StringValue("contract-web-3"))));
  }

  @Override
  protected Optional<Settings> managerAbsent() {
    return Optional.of(settings(silentSocket.resolveSibling("nobody.sock"), Map.of()));
  }

  @Override
  protected Optional<Settings> managerSilent() {
    return Optional.of(settings(silentSocket, Map.of()));
  }

  @Override
  protected Optional<Settings> stubborn() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("container", new StringValue("contract-stubborn"));
    values.put("stop-within", new DurationValue(Duration.ofSeconds(1)));
    return Optional.of(settings(docker.socket(), values));
  }

  @Override
  protected List<String> secrets() {
    return List.of(SECRET);
  }

  private static Settings settings(Path socket, Map<String, Value> more) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("server", new StringValue("unix://" + socket));
    values.putAll(more);
    return new Settings("work", values);
  }
}
