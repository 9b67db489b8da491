package dev.bounce.contract;

import dev.bounce.backend.Backend;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Settings;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class ProcessContractTest extends BackendContract {
  private static final String SECRET = "open sesame";

  @TempDir Path folder;

  @AfterEach
  void stop() throws Exception {
    for (Settings settings : List.of(healthy(), failing())) {
      RecipeDriver driver = new RecipeDriver(backend(), settings, host(), time());
      List<MemberState> states = driver.observe();
      driver.perform(backend().recipe(dev.bounce.backend.Action.STOP, settings, states));
    }
  }

  @Override
  protected Backend backend() {
    return new ProcessBackend(folder);
  }

  @Override
  protected Host host() {
    return new LocalHost(folder);
  }

  @Override
  protected Settings healthy() {
    return settings("workers", 2, "exec sleep 300");
  }

  @Override
  protected Settings failing() {
    return settings("broken", 1, "echo no such database >&2; exit 1");
  }

  @Override
  protected String failingWrites() {
    return "no such database";
  }

  @Override
  protected Optional<Settings> unknown() {
    return Optional.empty(); // any service can be started
  }

  @Override
  protected Optional<Settings> managerAbsent() {
    return Optional.empty(); // bounce is the manager
  }

  @Override
  protected Optional<Settings> managerSilent() {
    return Optional.empty();
  }

  @Override
  protected Optional<Settings> stubborn() {
    Settings settings = settings("stubborn", 1, "trap '' TERM; while :; do sleep 1; done");
    Map<String, Value> values = new LinkedHashMap<>(settings.values());
    values.put("grace", new DurationValue(Duration.ofMillis(500)));
    return Optional.of(new Settings("stubborn", values));
  }

  @Override
  protected List<String> secrets() {
    return List.of(SECRET);
  }

  private static Settings settings(String service, int members, String script) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("members", new IntegerValue(members));
    values.put(
        "command",
        new ListValue(
            List.of(new StringValue("sh"), new StringValue("-c"), new StringValue(script))));
    values.put("environment", new MapValue(Map.of("TOKEN", new SecretValue(SECRET))));
    return new Settings(service, values);
  }
}
