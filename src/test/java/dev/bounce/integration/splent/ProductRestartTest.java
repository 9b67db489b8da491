package dev.bounce.integration.splent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealDocker;
import dev.bounce.testbed.RealSplent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code splent.product-restart} on a product in real containers. Each test finds it running in
 * development, and leaves it so.
 */
@Tag("integration")
final class ProductRestartTest {
  private static final int PRECONDITION = 5;

  private static Path folder;
  private static RealDocker docker;
  private static RealSplent shop;
  private static List<String> ids;
  private static Outcome first;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    folder = directory;
    docker = RealDocker.open();
    shop = RealSplent.up(docker, directory.resolve("shop"), "shop", "dev");
    ids = all("{{.Id}}");
    first = restart("");
  }

  @AfterAll
  static void stop() throws Exception {
    if (shop != null) {
      shop.close();
    }
  }

  /** Containers are never made anew, whatever a test has done. */
  @AfterEach
  void theContainersAreTheSame() throws Exception {
    assertEquals(ids, all("{{.Id}}"));
  }

  private static Outcome restart(String options) throws IOException {
    String patience = options.contains("within") ? "" : "within 30s ";
    return restart("shop", "for 200ms " + patience + options);
  }

  private static Outcome restart(String product, String options) throws IOException {
    Path runbook =
        Files.writeString(
            Files.createTempFile(folder, "case", ".runbook"),
            "use splent\nsplent.product-restart \"%s\" server \"%s\" %s\n"
                .formatted(product, docker.host(), options));
    return new CommandLineRun(folder.resolve("state")).stateful("run", runbook.toString());
  }

  private static List<String> all(String format) throws IOException {
    List<String> values = new ArrayList<>();
    for (String name :
        List.of(shop.web(), shop.feature("redis", "dev"), shop.feature("nginx", "dev"))) {
      values.add(docker.inspect(name, format));
    }
    return values;
  }

  private static String get(RealSplent product, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(product.address(path)).build(), BodyHandlers.ofString())
          .body()
          .strip();
    }
  }

  private static boolean answers(RealSplent product, String body) throws Exception {
    try {
      return get(product, "/").equals(body);
    } catch (IOException _) {
      return false; // nobody listens yet
    }
  }

  private static void succeeded(Outcome ran) {
    assertEquals(0, ran.exitCode(), ran::all);
  }

  private static void told(Outcome ran, String... parts) {
    for (String part : parts) {
      assertTrue(ran.all().contains(part), () -> part + " is not in " + ran.all());
    }
  }

  /** What is refused has touched neither the containers nor the app. */
  private static void refused(String options, String reason) throws Exception {
    List<String> starts = all("{{.State.StartedAt}}");
    List<String> processes = shop.processes();
    Outcome ran = restart(options);
    assertNotEquals(0, ran.exitCode(), ran::all);
    told(ran, reason);
    assertEquals(starts, all("{{.State.StartedAt}}"));
    assertEquals(processes, shop.processes());
  }

  /** nginx is declared first, and needs redis by way of a constraint over two features. */
  @Test
  void featuresAreInstalledAndRestartedInTheirOrderAndTheAppAnswers() throws Exception {
    succeeded(first);
    told(first, "installing redis: new", "installing auth: new", "installing session: new");
    String said = first.all();
    assertTrue(said.indexOf("⏳ redis ✓") > 0, said);
    assertTrue(said.indexOf("⏳ redis ✓") < said.indexOf("⏳ nginx ✓"), said);
    assertTrue(get(shop, "/").endsWith(" development"));
    assertEquals("+PONG", get(shop, "/redis"));
    assertTrue(Files.isSymbolicLink(shop.file("features/splent_io/splent_feature_redis")));
  }

  @Test
  void whatHasChangedIsInstalledAndTheEnvironmentReadAnew() throws Exception {
    List<String> before = shop.processes();
    List<String> web = List.of(docker.inspect(shop.web(), "{{.State.StartedAt}}"));
    Path pinned =
        shop.workspace().resolve(".splent_cache/features/splent_io/splent_feature_auth@v1.0.0");
    shop.copy(pinned, shop.workspace().resolve("splent_feature_auth"));
    shop.edit(
        shop.file("pyproject.toml"),
        "splent-io/splent_feature_auth@v1.0.0",
        "splent-io/splent_feature_auth");
    shop.edit(shop.workspace().resolve("splent_feature_redis/pyproject.toml"), "0.1.0", "0.2.0");
    shop.edit(shop.file("pyproject.toml"), "[\"splent_feature_session\"]", "[]");
    shop.edit(shop.file("docker/.env"), "GREETING=first", "GREETING=second");
    Outcome ran = restart("");
    shop.edit(
        shop.file("pyproject.toml"),
        "features_dev = []",
        "features_dev = [\"splent_feature_session\"]");
    succeeded(ran);
    told(
        ran,
        "installing auth: mode",
        "installing redis: version",
        "unlinking",
        "removing splent_feature_session");
    assertFalse(ran.all().contains("installing nginx"), ran::all);
    assertFalse(ran.all().contains("kept from everybody"), ran::all);
    assertEquals("second development", get(shop, "/"));
    assertEquals(web, List.of(docker.inspect(shop.web(), "{{.State.StartedAt}}")));
    assertTrue(shop.processes().stream().noneMatch(before::contains), before::toString);
  }

  @Test
  void aFeatureContainerThatDoesNotComeUpFailsTheRestart() throws Exception {
    Path options = Files.writeString(shop.workspace().resolve("redis.options"), "--port nonsense");
    List<String> before = shop.processes();
    Outcome ran = restart("within 3s");
    Files.delete(options);
    assertEquals(1, ran.exitCode(), ran::all);
    told(ran, "⏳ redis ✗");
    assertFalse(ran.all().contains("nginx ✓"), ran::all);
    assertEquals(before, shop.processes());
    docker.docker("restart", shop.feature("redis", "dev"));
  }

  @Test
  void whatCannotWorkIsToldBeforeAnythingIsTouched() throws Exception {
    Path model = shop.file("uvl/shop.uvl");
    String text = Files.readString(model);
    Files.writeString(model, text + "    redis => nginx\n");
    refused("", "needs");
    Files.writeString(model, text.replace("splent_feature_redis", "splent_feature_cache"));
    refused("", "does not name redis");
    Files.delete(model);
    refused("", "no feature model");
    Files.writeString(model, text);

    Path compose = shop.workspace().resolve("splent_feature_session/docker/docker-compose.yml");
    Files.createDirectories(compose.getParent());
    Files.writeString(compose, "services:\n");
    refused("", "session has a compose file, and no container");
    Files.delete(compose);

    Path script = shop.file("scripts/05_1_start_app_prod.sh");
    Path kept = Files.move(script, script.resolveSibling("kept"));
    refused("mode prod", "05_1_start_app_prod.sh");
    Files.move(kept, script);
    refused("web \"shop_wbe\"", "did you mean `shop_web`");
  }

  @Test
  void aStartThatDoesNotBringTheAppUpIsNoSuccess() throws Exception {
    Path script = shop.file("scripts/05_0_start_app_dev.sh");
    shop.edit(script, "set -e", "exit 3");
    Outcome nothing = restart("within 3s");
    shop.edit(script, "exit 3", "set -e");
    assertEquals(1, nothing.exitCode(), nothing::all);
    assertEquals(List.of(), shop.processes());

    Path code = shop.file("src/shop/__init__.py");
    shop.edit(code, "import os, socket", "import os, sokcet");
    Outcome silent = restart("within 4s");
    shop.edit(code, "import os, sokcet", "import os, socket");
    assertEquals(1, silent.exitCode(), silent::all);
    told(silent, "Connection refused");
    succeeded(restart(""));
  }

  @Test
  void productionIsStartedByItsOwnScript() throws Exception {
    Outcome ran = restart("mode prod");
    succeeded(ran);
    assertTrue(get(shop, "/").endsWith(" production"));
    assertTrue(shop.shell("pgrep -f -r S,R '[/]bin/watchmedo' || true").isEmpty());
    succeeded(restart("mode dev"));
    assertTrue(get(shop, "/").endsWith(" development"));
    assertTrue(shop.shell("pgrep -f -r S,R '[/]bin/gunicorn' || true").isEmpty());
  }

  @Test
  void theEntrypointIsNotRunAfterARollbackUnlessTold() throws Exception {
    String migrations =
        "features/splent_io/splent_feature_auth*/src/splent_io/splent_feature_auth/migrations";
    String directory = "--directory /workspace/shop/" + migrations;
    shop.shell("flask db upgrade " + directory + " 2>/dev/null");
    long runs = entrypoints();
    Outcome full = restart("full");
    succeeded(full);
    assertFalse(full.all().contains("installing"), full::all);
    assertEquals(runs + 1, entrypoints());

    shop.shell("flask db downgrade " + directory + " 2>/dev/null");
    refused("full", "not at the newest migration: auth");
    assertEquals(runs + 1, entrypoints());

    succeeded(restart("full after-rollback"));
    assertEquals(runs + 2, entrypoints());
    assertTrue(shop.shell("flask db current " + directory + " 2>/dev/null").contains("(head)"));
  }

  private static long entrypoints() throws IOException {
    Path log = shop.workspace().resolve("entrypoints.log");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** Its first process waits for gunicorn: to end that would end the container. */
  @Test
  void aContainerThatWouldEndWithTheAppIsRestartedAsAWhole() throws Exception {
    try (RealSplent mart = RealSplent.up(docker, folder.resolve("mart"), "mart", "prod")) {
      Eventually.holds("it answers", () -> answers(mart, "first production"));
      String life = docker.inspect(mart.web(), "{{.Id}} {{.State.StartedAt}}");
      Outcome refused = restart("mart", "mode prod");
      assertEquals(PRECONDITION, refused.exitCode(), refused::all);
      told(refused, "pid 1 there ends with it", "restart the container itself");
      assertEquals(life, docker.inspect(mart.web(), "{{.Id}} {{.State.StartedAt}}"));

      mart.edit(mart.file("docker/.env"), "GREETING=first", "GREETING=second");
      Outcome ran = restart("mart", "mode prod with-container for 200ms");
      succeeded(ran);
      assertEquals("second production", get(mart, "/"));
      String[] lived = life.split(" ", -1);
      assertEquals(lived[0], docker.inspect(mart.web(), "{{.Id}}"));
      assertNotEquals(lived[1], docker.inspect(mart.web(), "{{.State.StartedAt}}"));
    }
  }
}
