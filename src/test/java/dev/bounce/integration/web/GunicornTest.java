package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealGunicorn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts of the machine's own gunicorn: what is reported, and what the world says itself. */
@Tag("integration")
final class GunicornTest {
  private static final int REFUSED = 5;

  @TempDir Path folder;
  private WebScene scene;

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private RealGunicorn gunicorn;

  @BeforeEach
  void prepare() {
    scene = new WebScene(folder);
  }

  @AfterEach
  void stop() throws Exception {
    if (gunicorn != null) {
      gunicorn.close();
    }
  }

  @Test
  void aReloadServesNewCodeFromNewWorkersOfTheSameMaster() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    long master = gunicorn.pid();
    Set<Long> workers = WebScene.children(master);
    gunicorn.set("version", "two");
    Outcome outcome = scene.run(0, service(importCheck()), "reload web");
    assertTrue(outcome.out().contains("reloaded"), outcome::all);
    assertEquals(master, gunicorn.pid());
    assertEquals("two", WebScene.get(gunicorn.address("/")));
    Set<Long> now = WebScene.children(master);
    assertEquals(2, now.size());
    assertTrue(Collections.disjoint(workers, now), () -> workers + " and " + now);
  }

  @Test
  void aReloadUnderLoadLosesNothing() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    gunicorn.set("boot-seconds", "0.3");
    try (Load quick = new Load(gunicorn.address("/"), 4);
        Load slow = new Load(gunicorn.address("/slow"), 2)) {
      scene.run(0, service(importCheck()), "reload web");
      assertServedAll(quick, slow);
    }
  }

  @Test
  void aHotRestartLetsRequestsEndAndServesNewCode() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    long before = gunicorn.pid();
    gunicorn.set("version", "two");
    gunicorn.set("boot-seconds", "0.3");
    try (Load slow = new Load(gunicorn.address("/slow"), 2)) {
      Outcome outcome = scene.run(0, service(importCheck()), "restart web mode hot");
      assertServedAll(slow);
      String said = "pid %d → pid %d".formatted(before, gunicorn.pid());
      assertTrue(outcome.out().contains(said), outcome::all);
    }
    assertNotEquals(before, gunicorn.pid());
    assertFalse(Eventually.isAlive(before));
    assertEquals("two", WebScene.get(gunicorn.address("/")));
    assertEquals(
        Long.toString(gunicorn.pid()), WebScene.get(gunicorn.address("/master")), "who serves");
    assertFalse(Files.exists(gunicorn.folder().resolve("gunicorn.pid.2")));
  }

  @Test
  void aGuardSeesWhetherARestartWasNoticed() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    gunicorn.set("boot-seconds", "0.5");
    String command = "command " + list(gunicorn.command());
    String probe = "health http \"%s\" body matches \"one|two\"".formatted(gunicorn.address("/"));
    Outcome plain =
        scene.run(
            1,
            service(command, probe),
            "guard web errors 0 every 20ms { restart web; log \"too far\" }");
    assertTrue(plain.all().matches("(?s).*failed \\([0-9]+ refused.*"), plain::all);
    assertTrue(plain.all().matches("(?s).*failed after [0-9ms]+ web: refused: .*"), plain::all);
    assertTrue(plain.all().contains("not done:\n  1.body.2  log \"too far\""), plain::all);
    Outcome hot =
        scene.run(
            0,
            service(probe),
            "guard web errors 0 p95 5s every 20ms { restart web mode hot }",
            "log \"seen: ${guard.failures} failed, ${guard.refused} refused\"");
    assertTrue(hot.out().contains("seen: 0 failed, 0 refused"), hot::all);
  }

  private static void assertServedAll(Load... loads) throws Exception {
    for (Load load : loads) {
      long before = load.requests();
      Eventually.holds(() -> "still served", () -> load.requests() > before + 10);
      load.end();
      assertEquals(List.of(), load.failures());
    }
  }

  @Test
  void aHotRestartWithABrokenReleaseLeavesTheOldMasterAlone() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    long master = gunicorn.pid();
    Set<Long> workers = WebScene.children(master);
    gunicorn.setBroken(true);
    String log = "log \"%s\"".formatted(gunicorn.log());
    Outcome outcome = scene.run(1, service(log, "start-within 5s"), "restart web mode hot");
    assertTrue(outcome.all().contains("RuntimeError: no such database"), outcome::all);
    assertTrue(outcome.all().contains("taken back: it is running as pid " + master), outcome::all);
    assertEquals(master, gunicorn.pid());
    Eventually.holds(() -> "only the old workers", () -> WebScene.children(master).equals(workers));
    assertEquals("one", WebScene.get(gunicorn.address("/")));
  }

  @Test
  void aHotRestartThatDoesNotGetReadyIsTakenBack() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    long master = gunicorn.pid();
    Set<Long> workers = WebScene.children(master);
    gunicorn.set("boot-seconds", "60");
    Outcome outcome =
        scene.run(1, service("start-within 5s", "stop-within 2s"), "restart web mode hot");
    assertTrue(outcome.all().contains("of which 0 of 2 workers are ready"), outcome::all);
    assertTrue(outcome.all().contains("; taken back"), outcome::all);
    assertEquals(master, gunicorn.pid());
    assertEquals(workers, WebScene.children(master));
    assertEquals("one", WebScene.get(gunicorn.address("/")));
  }

  @Test
  void aReloadThatWouldServeTheOldCodeIsRefused() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"), "--preload");
    assertReloadRefusedUntouched("(--preload)");
    Outcome hot = scene.run(0, service(), "restart web mode hot");
    assertTrue(hot.out().contains("→ pid " + gunicorn.pid()), hot::all);
  }

  @Test
  void preloadInTheConfigurationIsSeenToo() throws Exception {
    Path inner = folder.resolve("g");
    Files.createDirectories(inner);
    Files.writeString(inner.resolve("gunicorn.conf.py"), "preload_app = True\n");
    gunicorn = RealGunicorn.start(inner);
    assertReloadRefusedUntouched("(preload_app in gunicorn.conf.py)");
  }

  private void assertReloadRefusedUntouched(String reason) throws Exception {
    long master = gunicorn.pid();
    Set<Long> workers = WebScene.children(master);
    gunicorn.set("version", "two");
    Outcome outcome = scene.run(REFUSED, service(), "reload web");
    assertTrue(outcome.all().contains("would go on serving the old code"), outcome::all);
    assertTrue(outcome.all().contains(reason), outcome::all);
    assertTrue(outcome.all().contains("`mode hot`"), outcome::all);
    assertEquals(workers, WebScene.children(master));
    assertEquals("one", WebScene.get(gunicorn.address("/")));
  }

  @Test
  void anImportCheckThatFailsKeepsTheSignalFromBeingSent() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    long master = gunicorn.pid();
    Set<Long> workers = WebScene.children(master);
    gunicorn.setBroken(true);
    for (String action : List.of("reload web", "restart web mode hot", "restart web")) {
      String command = "command " + list(gunicorn.command());
      Outcome outcome = scene.run(1, service(importCheck(), command), action);
      assertTrue(
          outcome.all().contains("the import check of web failed with exit code 1"), outcome::all);
      assertTrue(outcome.all().contains("RuntimeError: no such database"), outcome::all);
      assertEquals(workers, WebScene.children(master), action);
    }
    assertEquals(master, gunicorn.pid());
    assertEquals("one", WebScene.get(gunicorn.address("/")));
  }

  @Test
  void aReloadThatKillsTheMasterIsSeenWithTheLog() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    long master = gunicorn.pid();
    gunicorn.setBroken(true);
    String log = "log \"%s\"".formatted(gunicorn.log());
    Outcome outcome = scene.run(1, service(log), "reload web");
    assertTrue(outcome.all().contains("went down instead of replacing its workers"), outcome::all);
    assertTrue(outcome.all().contains("RuntimeError: no such database"), outcome::all);
    assertTrue(outcome.all().contains("nothing checks it before"), outcome::all);
    assertFalse(Eventually.isAlive(master));
    assertFalse(outcome.all().contains(" within 1m"), outcome::all); // nobody waited for that
  }

  @Test
  void withoutACommandARestartIsRefused() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    long master = gunicorn.pid();
    Outcome outcome = scene.run(REFUSED, service(), "restart web");
    assertTrue(outcome.all().contains("it has no command"), outcome::all);
    assertEquals(master, gunicorn.pid());
    assertTrue(Eventually.isAlive(master));
  }

  @Test
  void whatSomebodyElseHasStartedIsRestartedByItsCommand() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    long before = gunicorn.pid();
    gunicorn.set("version", "two");
    String command = "command " + list(gunicorn.command());
    scene.run(0, service(command), "restart web");
    assertNotEquals(before, gunicorn.pid());
    assertFalse(Eventually.isAlive(before));
    assertEquals("two", WebScene.get(gunicorn.address("/")));
    scene.run(0, service(command), "stop web");
    assertFalse(Files.exists(gunicorn.pidFile()));
  }

  @Test
  void aStartThatFailsIsReportedAtOnceWithTheReason() throws Exception {
    gunicorn = RealGunicorn.prepare(folder.resolve("g"));
    gunicorn.setBroken(true);
    String command = "command " + list(gunicorn.command());
    Outcome outcome = scene.run(1, service(command, "start-within 1m"), "start web");
    assertTrue(outcome.all().contains("RuntimeError: no such database"), outcome::all);
    assertFalse(outcome.all().contains(" within 1m"), outcome::all); // nobody waited for that
  }

  @Test
  void aKilledMasterLeavesAStalePidFile() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"), "--timeout", "2"); // so workers notice soon
    long master = gunicorn.pid();
    Set<Long> workers = WebScene.children(master);
    ProcessHandle.of(master).orElseThrow().destroyForcibly();
    Eventually.holds(
        () -> "all gone", // for gunicorn, too, which takes a zombie for a living process
        () ->
            Files.notExists(Path.of("/proc/" + master))
                && workers.stream().noneMatch(Eventually::isAlive));
    Outcome reload = scene.run(REFUSED, service(), "reload web");
    assertTrue(reload.all().contains("it does not run"), reload::all);
    scene.run(0, service("command " + list(gunicorn.command())), "start web");
    assertEquals("one", WebScene.get(gunicorn.address("/")));
  }

  @Test
  void aSignalByNameReachesTheMaster() throws Exception {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    scene.run(0, service(), "signal web TTIN");
    Eventually.holds(() -> "a third worker", () -> WebScene.children(gunicorn.pid()).size() == 3);
  }

  private String service(String... more) {
    return "service web { via gunicorn; pid-file \"%s\"; stable 1s; %s }"
        .formatted(gunicorn.pidFile(), String.join("; ", more));
  }

  private String importCheck() {
    return "directory \"%s\"; import-check [\"python3\", \"-c\", \"import wsgi\"]"
        .formatted(gunicorn.folder());
  }

  private static String list(List<String> words) {
    return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", ", "[", "]"));
  }
}
