package dev.bounce.contract;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.Settings;
import dev.bounce.backend.nginx.NginxBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.RealNginx;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class NginxContractTest extends BackendContract {
  @TempDir Path folder;
  private RealNginx first;
  private RealNginx second;
  private RealNginx broken;

  @Override
  @BeforeEach
  void bringUp() throws Exception {
    first = RealNginx.prepare(folder.resolve("0"));
    second = RealNginx.prepare(folder.resolve("1"));
    broken = RealNginx.prepare(folder.resolve("b"));
    broken.edit("worker_processes 2;", "worker_processes 2; no_such_database;");
    super.bringUp();
  }

  @AfterEach
  void stop() throws Exception {
    for (Settings settings : List.of(healthy(), failing())) {
      RecipeDriver driver = new RecipeDriver(backend(), settings, host(), time());
      driver.perform(backend().recipe(Action.STOP, settings, driver.observe()));
    }
  }

  @Override
  protected Backend backend() {
    return new NginxBackend(folder.resolve("state"));
  }

  @Override
  protected Host host() {
    return new LocalHost(folder);
  }

  @Override
  protected Settings healthy() {
    return settings("web", List.of(first, second));
  }

  @Override
  protected Settings failing() {
    return settings("broken", List.of(broken));
  }

  @Override
  protected String failingWrites() {
    return "no_such_database";
  }

  @Override
  protected Optional<Settings> unknown() {
    return Optional.empty(); // any service can be started
  }

  @Override
  protected Optional<Settings> managerAbsent() {
    return Optional.empty(); // any service can be started
  }

  @Override
  protected Optional<Settings> managerSilent() {
    return Optional.empty();
  }

  @Override
  protected Optional<Settings> stubborn() {
    return Optional.empty(); // what hangs is a client: see NginxBackendTest
  }

  private static Settings settings(String service, List<RealNginx> masters) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("members", new IntegerValue(masters.size()));
    values.put("start-within", new DurationValue(Duration.ofSeconds(15)));
    values.put("stable", new DurationValue(Duration.ofSeconds(1)));
    for (int i = 0; i < masters.size(); i++) {
      values.put("pid-file@" + i, new StringValue(masters.get(i).pidFile().toString()));
      values.put("config@" + i, new StringValue(masters.get(i).configuration().toString()));
    }
    return new Settings(service, values);
  }
}
