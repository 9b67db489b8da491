package dev.bounce.contract;

import dev.bounce.backend.Backend;
import dev.bounce.backend.Settings;
import dev.bounce.backend.systemd.SystemdBackend;
import dev.bounce.host.Host;
import dev.bounce.testbed.RealSystemd;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class SystemdContractTest extends BackendContract {
  private static RealSystemd systemd;

  private final Backend backend = new SystemdBackend();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    systemd = RealSystemd.start(folder.resolve("s"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (systemd != null) {
      systemd.close();
    }
  }

  @Override
  protected Backend backend() {
    return backend;
  }

  @Override
  protected Host host() {
    return systemd.hostOfSilentUser();
  }

  @Override
  protected Settings healthy() {
    List<Value> units = List.of(new StringValue("web@1"), new StringValue("web@2.service"));
    return new Settings("front", Map.of("unit", new ListValue(units)));
  }

  @Override
  protected Settings failing() {
    return new Settings("broken", Map.of());
  }

  @Override
  protected String failingWrites() {
    return "no such database";
  }

  @Override
  protected Optional<Settings> unknown() {
    return Optional.of(new Settings("databse", Map.of()));
  }

  /** Covered by SystemdIntegrationTest: here the user's systemd is the silent one. */
  @Override
  protected Optional<Settings> managerAbsent() {
    return Optional.empty();
  }

  @Override
  protected Optional<Settings> managerSilent() {
    return Optional.of(new Settings("web", Map.of("scope", new WordValue("user"))));
  }

  @Override
  protected Optional<Settings> stubborn() {
    return Optional.of(new Settings("stubborn", Map.of()));
  }

  @Override
  protected Optional<Forbidden> forbidden() {
    return Optional.of(
        new Forbidden(new Settings("database", Map.of()), systemd.host(RealSystemd.VISITOR)));
  }
}
