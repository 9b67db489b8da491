package dev.bounce.contract;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.Settings;
import dev.bounce.backend.gunicorn.GunicornBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.RealGunicorn;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.io.IOException;
import java.io.UncheckedIOException;
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
final class GunicornContractTest extends BackendContract {
  private static final String SECRET = "open sesame";

  @TempDir Path folder;
  private RealGunicorn first;
  private RealGunicorn second;
  private RealGunicorn broken;
  private RealGunicorn stubborn;

  @Override
  @BeforeEach
  void bringUp() throws Exception {
    first = RealGunicorn.prepare(folder.resolve("0"));
    second = RealGunicorn.prepare(folder.resolve("1"));
    broken = RealGunicorn.prepare(folder.resolve("b"));
    broken.setBroken(true);
    stubborn = RealGunicorn.prepare(folder.resolve("s"));
    stubborn.set("gunicorn.conf.py", "import time\n\ndef on_exit(server):\n    time.sleep(60)\n");
    super.bringUp();
  }

  @AfterEach
  void stop() throws Exception {
    for (Settings settings : List.of(healthy(), failing(), stubborn().orElseThrow())) {
      RecipeDriver driver = new RecipeDriver(backend(), settings, host(), time());
      driver.perform(backend().recipe(Action.STOP, settings, driver.observe()));
    }
  }

  @Override
  protected Backend backend() {
    return new GunicornBackend(folder.resolve("state"));
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

  /** Its master takes a minute to end. */
  @Override
  protected Optional<Settings> stubborn() {
    Settings settings = settings("stubborn", List.of(stubborn));
    Map<String, Value> values = new LinkedHashMap<>(settings.values());
    values.put("stop-within", new DurationValue(Duration.ofMillis(1500)));
    return Optional.of(new Settings("stubborn", values));
  }

  @Override
  protected List<String> secrets() {
    return List.of(SECRET);
  }

  private static Settings settings(String service, List<RealGunicorn> masters) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("members", new IntegerValue(masters.size()));
    values.put("environment", new MapValue(Map.of("TOKEN", new SecretValue(SECRET))));
    values.put("start-within", new DurationValue(Duration.ofSeconds(15)));
    values.put("stable", new DurationValue(Duration.ofSeconds(1)));
    for (int i = 0; i < masters.size(); i++) {
      values.put("directory@" + i, new StringValue(masters.get(i).folder().toString()));
      values.put("pid-file@" + i, new StringValue(masters.get(i).pidFile().toString()));
      values.put("command@" + i, new ListValue(words(masters.get(i))));
    }
    return new Settings(service, values);
  }

  private static List<Value> words(RealGunicorn gunicorn) {
    try {
      return gunicorn.command().stream().<Value>map(StringValue::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
