package dev.bounce.integration.splent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.CommandLineRun;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code splent.product-restart} on two products in real containers. The shop is restarted in
 * development before the tests, each of which leaves the product so that the others can restart it.
 * What is done to the mart, which runs in production, goes on beside them.
 */
@Tag("integration")
final class ProductRestartTest {
  private static final int PRECONDITION = 5;

  private static final String SESSION_IN_DEVELOPMENT =
      "features_dev = [\"splent_feature_session\"]";

  private static final String MIGRATIONS =
      "--directory /workspace/shop/features/splent_io/splent_feature_auth*/src/splent_io/"
          + "splent_feature_auth/migrations";

  private static Path folder;
  private static RealDocker docker;
  private static RealSplent shop;
  private static RealSplent mart;
  private static CompletableFuture<Void> production;
  private static List<String> ids;
  private static Outcome first;
  private static String greeting;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    folder = directory;
    docker = RealDocker.open();
    shop = RealSplent.up(docker, directory.resolve("shop"), "shop", "dev");
    mart = RealSplent.up(docker, directory.resolve("mart"), "mart", "prod");
    production =
        CompletableFuture.runAsync(ProductRestartTest::restartTheMart, Thread::startVirtualThread);
    ids = all("{{.Id}}");
    first = restart("");
    greeting = get(shop, "/") + ", " + get(shop, "/redis");
    shop.setStacks(false); // most cases are not about them
  }

  @AfterAll
  static void stop() throws Exception {
    if (production != null) {
      production.exceptionally(_ -> null).join(); // it ends by the bounds of what it does
    }
    for (RealSplent each : Stream.of(shop, mart).filter(Objects::nonNull).toList()) {
      each.close();
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
    return new CommandLineRun(folder.resolve("state-" + product))
        .stateful("run", runbook.toString());
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
    assertEquals("first development, +PONG", greeting);
    assertTrue(Files.isSymbolicLink(shop.file("features/splent_io/splent_feature_redis")));
  }

  @Test
  void whatHasChangedIsInstalledAndTheEnvironmentReadAnew() throws Exception {
    List<String> before = shop.processes();
    String web = docker.inspect(shop.web(), "{{.State.StartedAt}}");
    Path cache = shop.workspace().resolve(".splent_cache/features/splent_io");
    Path pinned = cache.resolve("splent_feature_auth@v1.1.0");
    shop.copy(cache.resolve("splent_feature_auth@v1.0.0"), pinned);
    shop.edit(pinned.resolve("pyproject.toml"), "1.0.0", "1.1.0");
    shop.edit(shop.file("pyproject.toml"), "auth@v1.0.0", "auth@v1.1.0");
    shop.edit(shop.workspace().resolve("splent_feature_redis/pyproject.toml"), "0.1.0", "0.2.0");
    shop.edit(shop.file("pyproject.toml"), SESSION_IN_DEVELOPMENT, "features_dev = []");
    shop.edit(shop.file("docker/.env"), "GREETING=first", "GREETING=second");
    Outcome ran = restart("");
    succeeded(ran);
    told(
        ran,
        "installing auth: version",
        "installing redis: version",
        "unlinking /workspace/shop/features/splent_io/splent_feature_auth@v1.0.0",
        "removing splent_feature_session");
    assertFalse(ran.all().contains("installing nginx"), ran::all);
    assertFalse(ran.all().contains("kept from everybody"), ran::all);
    assertEquals("second development", get(shop, "/"));
    assertEquals(web, docker.inspect(shop.web(), "{{.State.StartedAt}}"));
    assertTrue(shop.processes().stream().noneMatch(before::contains), before::toString);

    shop.copy(pinned, shop.workspace().resolve("splent_feature_auth"));
    shop.edit(shop.file("pyproject.toml"), "splent_feature_auth@v1.1.0", "splent_feature_auth");
    shop.edit(shop.file("pyproject.toml"), "features_dev = []", SESSION_IN_DEVELOPMENT);
    shop.copy(
        shop.workspace().resolve("splent_feature_redis"),
        cache.resolve("splent_feature_redis@v0.2.0"));
    shop.edit(shop.file("pyproject.toml"), "feature_redis\"", "feature_redis@v0.2.0\"");
    Outcome again = restart("mode prod web \"" + shop.web() + "\"");
    succeeded(again);
    told(again, "installing auth: mode", "installing redis: mode");
    assertFalse(again.all().contains("installing nginx"), again::all);
    assertEquals("second production", get(shop, "/"));
    List<String> servers = shop.processes();
    assertTrue(servers.stream().noneMatch(each -> each.contains("watchmedo")), again::all);
    shop.edit(shop.file("pyproject.toml"), "feature_redis@v0.2.0\"", "feature_redis\"");
  }

  @Test
  void aFeatureContainerThatDoesNotComeUpFailsTheRestart() throws Exception {
    Path options = Files.writeString(shop.workspace().resolve("redis.options"), "--port nonsense");
    List<String> before = shop.processes();
    shop.setStacks(true);
    Outcome ran;
    try {
      ran = restart("within 3s");
    } finally {
      shop.setStacks(false);
      Files.delete(options);
    }
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
    shop.setStacks(true);
    refused("", "needs");
    Files.writeString(model, text.replace("splent_feature_redis", "splent_feature_cache"));
    refused("", "does not name redis");
    Files.delete(model);
    refused("", "no feature model");
    Files.writeString(model, text);
    shop.setStacks(false);

    Path compose = shop.workspace().resolve("splent_feature_session/docker/docker-compose.yml");
    Files.createDirectories(compose.getParent());
    Files.writeString(compose, "services:\n");
    refused("", "session has a compose file, and no container");
    Files.delete(compose);

    Path script = shop.file("scripts/05_1_start_app_prod.sh");
    Path kept = Files.move(script, script.resolveSibling("kept"));
    refused("mode prod web \"" + shop.web() + "\"", "05_1_start_app_prod.sh");
    Files.move(kept, script);
    refused("web \"shop_dev-shop_wbe-1\"", "did you mean `shop_dev-shop_web-1`");
  }

  /** Where docker compose made no container of a product, one of that name is taken, and told. */
  @Test
  void aContainerWithoutLabelsIsFoundByItsName() throws Exception {
    try (RealDocker plain = RealDocker.open()) {
      plain.runScript("tiny_web", RealDocker.POLITE);
      Outcome ran = restart("tiny", "");
      assertEquals(PRECONDITION, ran.exitCode(), ran::all);
      told(
          ran,
          "tiny_web (by its name: none is labelled tiny_dev/tiny_web) has no"
              + " /workspace/tiny/scripts/05_0_start_app_dev.sh");
      for (int number = 1; number <= 2; number++) {
        String[] labels =
            RealDocker.composed("tiny_dev", "tiny_web", number).toArray(String[]::new);
        plain.runScript("tiny-" + number, RealDocker.POLITE, labels);
      }
      Outcome several = restart("tiny", "");
      assertEquals(PRECONDITION, several.exitCode(), several::all);
      told(several, "tiny_dev/tiny_web has 2 containers", "say which one is meant");
    }
  }

  @Test
  void aStartThatDoesNotBringTheAppUpIsNoSuccess() throws Exception {
    Path script = shop.file("scripts/05_0_start_app_dev.sh");
    shop.edit(script, "set -e", "echo no database; exit 3");
    Outcome nothing = restart("within 60s");
    shop.edit(script, "echo no database; exit 3", "set -e");
    assertEquals(1, nothing.exitCode(), nothing::all);
    told(nothing, "exit code 3 (no database)");
    assertFalse(nothing.all().contains("did not come up within"), nothing::all);
    assertEquals(List.of(), shop.processes());

    Path code = shop.file("src/shop/__init__.py");
    shop.edit(code, "import os, socket", "import os, sokcet");
    Outcome silent = restart("within 60s");
    shop.edit(code, "import os, sokcet", "import os, socket");
    assertEquals(1, silent.exitCode(), silent::all);
    told(silent, "has ended again", "No module named 'sokcet'");
    shop.endApp(); // watchmedo may be starting it again and again
  }

  @Test
  void theEntrypointIsNotRunAfterARollbackUnlessTold() throws Exception {
    long runs = entrypoints();
    Outcome full = restart("full");
    succeeded(full);
    told(full, "splent_feature_auth: auth2, auth1 came with the new code");
    assertFalse(full.all().contains("installing"), full::all);
    assertEquals(runs + 1, entrypoints());

    shop.shell("flask db downgrade " + MIGRATIONS + " 2>/dev/null");
    refused("full", "rolled back: auth (auth2)");
    Path record = shop.workspace().resolve(".splent_cache/bounce/shop-migrations.json");
    Path kept = Files.move(record, record.resolveSibling("kept"));
    refused("full", "not applied: auth (auth2). No restart has noted yet");
    Files.move(kept, record);
    Path database = shop.workspace().resolve("database");
    Path away = Files.move(database, database.resolveSibling("away"));
    Files.createDirectory(database);
    refused("full", "the database cannot be asked for its migrations");
    Files.delete(database);
    Files.move(away, database);
    assertEquals(runs + 1, entrypoints());

    succeeded(restart("full after-rollback"));
    assertEquals(runs + 2, entrypoints());
    assertTrue(
        shop.shell("flask db current " + MIGRATIONS + " 2>/dev/null").contains("auth2 (head)"));
  }

  private static long entrypoints() throws IOException {
    Path log = shop.workspace().resolve("entrypoints.log");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** Its first process waits for gunicorn: to end that would end the container. */
  @Test
  void aContainerThatWouldEndWithTheAppIsRestartedAsAWhole() throws Exception {
    production.get(5, TimeUnit.MINUTES);
  }

  private static void restartTheMart() {
    try {
      theContainerIsRestartedAsAWhole();
      whatWasRolledBackIsNotAppliedByTheContainer();
      aContainerThatEndsWithItsEntrypointIsTold();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /** Its entrypoint may still be at work when that begins. */
  private static void theContainerIsRestartedAsAWhole() throws Exception {
    String[] life = docker.inspect(mart.web(), "{{.Id}} {{.State.StartedAt}}").split(" ", -1);
    mart.edit(mart.file("docker/.env"), "GREETING=first", "GREETING=second");
    Outcome ran = restart("mart", "mode prod after-rollback for 200ms");
    succeeded(ran);
    told(ran, "mart_web_deploy would end with the app", "restarted as a whole, and keeps its id");
    assertEquals("second production", get(mart, "/"));
    assertEquals(life[0], docker.inspect(mart.web(), "{{.Id}}"));
    assertNotEquals(life[1], docker.inspect(mart.web(), "{{.State.StartedAt}}"));
  }

  private static void whatWasRolledBackIsNotAppliedByTheContainer() throws Exception {
    String life = docker.inspect(mart.web(), "{{.State.StartedAt}}");
    mart.shell("flask db downgrade " + MIGRATIONS.replace("shop", "mart") + " 2>/dev/null");
    Outcome refused = restart("mart", "mode prod");
    assertEquals(PRECONDITION, refused.exitCode(), refused::all);
    told(refused, "rolled back: auth (auth2)");
    assertEquals(life, docker.inspect(mart.web(), "{{.State.StartedAt}}"));
  }

  private static void aContainerThatEndsWithItsEntrypointIsTold() throws Exception {
    String id = docker.inspect(mart.web(), "{{.Id}}");
    mart.edit(mart.file("entrypoints/entrypoint.prod.sh"), "set -Eeuo pipefail", "exit 3");
    Outcome broken = restart("mart", "mode prod with-container after-rollback");
    assertEquals(1, broken.exitCode(), broken::all);
    told(broken, "mart_web_deploy");
    assertFalse(broken.all().contains("did not come true"), broken::all); // nobody waited for that
    assertEquals(id, docker.inspect(mart.web(), "{{.Id}}"));
  }
}
