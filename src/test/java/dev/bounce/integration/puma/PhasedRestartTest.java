package dev.bounce.integration.puma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealPuma;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers replaced one by one, watched to the end, and refused where Puma would not do that. */
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT) // each case has a server of its own
final class PhasedRestartTest {
  private static final int REFUSED = 5;

  private PumaScene scene;

  @BeforeEach
  void make() throws Exception {
    scene = new PumaScene();
  }

  @AfterEach
  void end() throws Exception {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "abstract", "tcp", "ssl"})
  void byControlUrl(String transport) throws Exception {
    scene.puma().control(transport).start();
    String certificate =
        transport.equals("ssl") ? "certificate \"" + scene.puma().certificate() + "\"\n" : "";
    String url = scene.puma().controlUrl().split("\\?", 2)[0];
    assertReplaces(certificate + "control \"" + url + "\"\n token secret(\"open-sesame\")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "abstract", "tcp", "ssl"})
  void byStateFile(String transport) throws Exception {
    scene.puma().control(transport).start();
    assertReplaces(scene.byState());
  }

  @Test
  void bySignal() throws Exception {
    scene.puma().control("none").start();
    assertReplaces(scene.byState());
    String byPid = "pid-file \"" + scene.puma().pidFile() + "\"";
    assertReplaces(byPid);
    Outcome outcome = scene.run(byPid, "phase web order idle");
    assertEquals(REFUSED, outcome.exitCode(), outcome::all);
    assertTrue(
        outcome.all().contains("nobody says how many requests web has to answer"), outcome::all);
  }

  @Test
  void withoutAToken() throws Exception {
    scene.puma().with("PUMA_TOKEN", "").start();
    assertReplaces(scene.byState());
  }

  @Test
  void anotherReleaseBehindTheLink() throws Exception {
    scene.puma().start();
    assertTrue(scene.puma().ask().startsWith("good by "));
    scene.puma().release("other");
    assertReplaces(scene.byState());
    assertTrue(scene.puma().ask().startsWith("other by "));
  }

  /** An answer comes long before the first worker is replaced. */
  @Test
  void aSlowBootIsWaitedFor() throws Exception {
    scene.puma().start();
    scene.puma().boot(1.5);
    long began = System.nanoTime();
    assertReplaces(scene.byState());
    assertTrue(System.nanoTime() - began > 3_000_000_000L, "two workers load for 1.5 s each");
  }

  @Test
  void aTlsServerThatNobodyVouchesForIsNotBelieved() throws Exception {
    scene.puma().control("ssl").start();
    Set<Long> before = scene.puma().workerPids();
    String url = scene.puma().controlUrl().split("\\?", 2)[0];
    Outcome outcome =
        scene.run("control \"" + url + "\"\n token secret(\"open-sesame\")", "phase web");
    assertFalse(outcome.exitCode() == 0, outcome::all);
    assertTrue(outcome.all().contains("`certificate`"), outcome::all);
    assertEquals(before, scene.puma().workerPids());
  }

  /**
   * Who is idle goes first: two workers with two requests behind a server with one. Workers report
   * every five seconds.
   */
  @Test
  void theIdleOneGoesFirst() throws Exception {
    RealPuma busy = scene.puma().start();
    try (RealPuma idle = RealPuma.in(scene.folder().resolve("q")).workers(0).start()) {
      busy.hold(2);
      idle.hold(1);
      String oneFree = "\"pool_capacity\":1,";
      Eventually.holds(
          "one request each",
          () ->
              idle.stats().contains(oneFree)
                  && (busy.stats().contains(oneFree + "\"max_threads\":2,")
                      || busy.stats().contains("\"pool_capacity\":0,")));
      Outcome outcome =
          scene.run(
              "state [\"%s\", \"%s\"]".formatted(busy.state(), idle.state()),
              """
              phase web order idle {
                run ["rm", "-f", "%s", "%s"]
                restart it
              }
              """
                  .formatted(busy.heldRequests(), idle.heldRequests()));
      assertEquals(0, outcome.exitCode(), outcome::all);
      assertTrue(
          outcome.all().indexOf("batch 1: web[1]") < outcome.all().indexOf("batch 2: web[0]"),
          outcome::all);
      assertTrue(outcome.all().contains("batch 1: web[1]"), outcome::all);
    }
  }

  private void assertReplaces(String properties) throws Exception {
    Set<Long> before = scene.puma().workerPids();
    long master = scene.puma().pid();
    Outcome outcome = scene.run(properties, "phase web");
    assertEquals(0, outcome.exitCode(), outcome::all);
    Set<Long> after = scene.puma().workerPids();
    Set<Long> kept = new TreeSet<>(before);
    kept.retainAll(after);
    assertEquals(2, after.size());
    assertEquals(Set.of(), kept);
    assertEquals(master, scene.puma().pid());
    assertFalse((outcome.all() + scene.journals()).contains("open-sesame"), outcome::all);
  }

  @Test
  void refusedWithoutWorkers() throws Exception {
    scene.puma().workers(0).start();
    assertRefused("single mode");
  }

  @Test
  void refusedWithPreloadApp() throws Exception {
    scene.puma().config("preload_app!").start();
    assertRefused("preload_app!");
  }

  @Test
  void refusedWithWebConcurrency() throws Exception {
    scene.puma().with("WEB_CONCURRENCY", "2").start();
    assertRefused("WEB_CONCURRENCY=2");
  }

  @Test
  void allowedWithWebConcurrencyWhereTheConfigurationSaysOtherwise() throws Exception {
    scene.puma().with("WEB_CONCURRENCY", "2").config("preload_app! false").start();
    assertReplaces(scene.byState());
  }

  private void assertRefused(String why) throws Exception {
    Set<Long> before = scene.puma().workerPids();
    String log = Files.readString(scene.puma().log());
    Outcome outcome = scene.run(scene.byState(), "phase web");
    assertEquals(REFUSED, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("B010"), outcome::all);
    assertTrue(outcome.all().contains(why), outcome::all);
    assertTrue(outcome.all().contains("`restart web mode hot`"), outcome::all);
    assertEquals(before, scene.puma().workerPids());
    assertEquals(log, Files.readString(scene.puma().log()));
  }

  /** Where its log cannot be seen, that it restarted all at once is seen afterwards. */
  @Test
  void preloadAppThatNobodyCanSee() throws Exception {
    scene.puma().config("preload_app!").start();
    String elsewhere = scene.byState() + "\n log \"" + scene.folder().resolve("no-log") + "\"";
    Outcome outcome = scene.run(elsewhere, "phase web");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("nothing tells whether it loads the application"));
    assertTrue(outcome.all().contains("was to keep pid"), outcome::all);
  }

  @Test
  void aBrokenReleaseIsSeenToLoopAndTheOtherWorkerServes() throws Exception {
    scene.puma().start();
    scene.puma().release("broken");
    Outcome outcome = scene.run(scene.byState(), "phase web");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("ended before they were ready"), outcome::all);
    assertTrue(outcome.all().contains("Unable to start worker"), outcome::all);
    assertFalse(outcome.all().matches("(?s).* within (2m|90s|3m).*"), outcome::all); // no bound
    assertTrue(scene.puma().ask().startsWith("good by "), "one worker serves");
    scene.puma().release("other");
    Outcome again = scene.run(scene.byState(), "phase web");
    assertEquals(0, again.exitCode(), again::all);
    Eventually.holds(() -> "two workers", () -> scene.puma().workerPids().size() == 2);
    assertTrue(scene.puma().ask().startsWith("other by "));
  }
}
