package dev.bounce.contract;

import dev.bounce.backend.Backend;
import dev.bounce.backend.Settings;
import dev.bounce.backend.supervisor.SupervisorBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.value.Value;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class SupervisorContractTest extends BackendContract {
  private static final String PASSWORD = "open sesame";

  private static RealSupervisor supervisor;
  private static Path silentSocket;
  private static ServerSocketChannel silentServer;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    supervisor = RealSupervisor.startGuarded(folder.resolve("s"), "ann", PASSWORD);
    silentSocket = folder.resolve("silent.sock");
    silentServer =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(silentSocket));
  }

  @AfterAll
  static void stop() throws Exception {
    if (supervisor != null) {
      supervisor.close();
      silentServer.close();
    }
  }

  @Override
  protected Backend backend() {
    return new SupervisorBackend();
  }

  @Override
  protected Host host() {
    return new LocalHost();
  }

  @Override
  protected Settings healthy() {
    return settings(supervisor.socket(), Map.of("group", new StringValue("workers")));
  }

  @Override
  protected Settings failing() {
    return settings(supervisor.socket(), Map.of("program", new StringValue("broken")));
  }

  @Override
  protected String failingWrites() {
    return "no such database";
  }

  @Override
  protected Optional<Settings> unknown() {
    return Optional.of(settings(supervisor.socket(), Map.of("group", new StringValue("worker"))));
  }

  @Override
  protected Optional<Settings> managerAbsent() {
    return Optional.of(settings(supervisor.socket().resolveSibling("nobody.sock"), Map.of()));
  }

  @Override
  protected Optional<Settings> managerSilent() {
    return Optional.of(settings(silentSocket, Map.of()));
  }

  @Override
  protected Optional<Settings> stubborn() {
    return Optional.of(
        settings(supervisor.socket(), Map.of("program", new StringValue("stubborn"))));
  }

  @Override
  protected Optional<Forbidden> forbidden() {
    Settings settings = settings(supervisor.socket(), Map.of("password", new SecretValue("no")));
    return Optional.of(new Forbidden(settings, host()));
  }

  @Override
  protected List<String> secrets() {
    return List.of(PASSWORD, "ann");
  }

  private static Settings settings(Path socket, Map<String, Value> more) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("server", new StringValue("unix://" + socket));
    values.put("username", new StringValue("ann"));
    values.put("password", new SecretValue(PASSWORD));
    values.putAll(more);
    return new Settings("work", values);
  }
}
