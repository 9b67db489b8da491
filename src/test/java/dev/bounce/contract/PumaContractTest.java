package dev.bounce.contract;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.Settings;
import dev.bounce.backend.puma.PumaBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.RealPuma;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("integration")
final class PumaContractTest extends BackendContract {
  private static Path folder;
  private static RealPuma first;
  private static RealPuma second;
  private static RealPuma stubborn;
  private static ServerSocketChannel silentServer;

  @BeforeAll
  static void prepare() throws Exception {
    folder = Files.createTempDirectory("puma");
    first = RealPuma.in(folder.resolve("a")).prepare();
    second = RealPuma.in(folder.resolve("b")).workers(1).prepare();
    stubborn =
        RealPuma.in(folder.resolve("c"))
            .workers(1)
            .config("on_worker_shutdown { sleep 3600 }")
            .prepare();
    silentServer =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(folder.resolve("silent.sock")));
  }

  @AfterEach
  void endTheBroken() throws Exception {
    RecipeDriver driver = driver(failing());
    driver.perform(backend().recipe(Action.STOP, failing(), driver.observe()));
  }

  @AfterAll
  static void end() throws IOException {
    first.close();
    second.close();
    stubborn.close();
    silentServer.close();
  }

  @Override
  protected Backend backend() {
    return new PumaBackend(folder.resolve("state"));
  }

  @Override
  protected Host host() {
    return new LocalHost(folder);
  }

  @Override
  protected Settings healthy() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("state", texts(first.state().toString(), second.state().toString()));
    values.put("command@0", texts(first.command().toArray(String[]::new)));
    values.put("command@1", texts(second.command().toArray(String[]::new)));
    return new Settings("web", values);
  }

  @Override
  protected Settings failing() {
    return new Settings(
        "broken",
        Map.of(
            "command",
            texts("sh", "-c", "echo no such database >&2; exit 1"),
            "start-within",
            new DurationValue(Duration.ofSeconds(10))));
  }

  @Override
  protected String failingWrites() {
    return "no such database";
  }

  @Override
  protected Optional<Settings> unknown() {
    return Optional.empty(); // a Puma is known by its files only
  }

  @Override
  protected Optional<Settings> managerAbsent() {
    return Optional.of(
        new Settings("far", Map.of("state", new StringValue(folder.resolve("none").toString()))));
  }

  @Override
  protected Optional<Settings> managerSilent() {
    return Optional.of(
        new Settings(
            "any",
            Map.of(
                "control", new StringValue("unix://" + folder.resolve("silent.sock")),
                "token", new SecretValue(RealPuma.TOKEN))));
  }

  @Override
  protected Optional<Settings> stubborn() {
    return Optional.of(
        new Settings(
            "stubborn",
            Map.of(
                "state", new StringValue(stubborn.state().toString()),
                "command", texts(stubborn.command().toArray(String[]::new)),
                "stop-within", new DurationValue(Duration.ofSeconds(1)))));
  }

  @Override
  protected Optional<Forbidden> forbidden() {
    Map<String, Value> values = new LinkedHashMap<>(healthy().values());
    values.put("token", new SecretValue("knock-knock"));
    return Optional.of(new Forbidden(new Settings("web", values), host()));
  }

  @Override
  protected List<String> secrets() {
    return List.of(RealPuma.TOKEN, "knock-knock");
  }

  private static Value texts(String... texts) {
    return new ListValue(List.of(texts).stream().<Value>map(StringValue::new).toList());
  }
}
