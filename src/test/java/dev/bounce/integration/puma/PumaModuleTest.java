package dev.bounce.integration.puma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The module {@code puma} on a Puma that nobody watches over. */
@Tag("integration")
final class PumaModuleTest {
  private static final int REFUSED = 5;
  private static final int RESTARTS = 20;

  private PumaScene scene;

  @BeforeEach
  void make() throws Exception {
    scene = new PumaScene();
  }

  @AfterEach
  void end() throws Exception {
    scene.close();
  }

  @Test
  void aReleaseIsSwitchedAndABrokenOneTakenBackWithoutALostRequest() throws Exception {
    URI address = scene.listenOnTcp();
    scene.puma().start();
    try (Load load = new Load(address, 2)) {
      Outcome good = scene.use(scene.byState(), release("other") + " migrations none for 500ms");
      assertEquals(0, good.exitCode(), good::all);
      assertTrue(scene.puma().ask().startsWith("other by "));
      Outcome broken = scene.use(scene.byState(), release("broken") + " migrations none for 500ms");
      assertEquals(1, broken.exitCode(), broken::all);
      assertTrue(broken.all().contains("releases/other serves again"), broken::all);
      load.end();
      assertEquals(List.of(), load.failures());
      assertTrue(load.requests() > 500, () -> load.requests() + " requests");
    }
    assertEquals(folder("other"), Files.readSymbolicLink(scene.current()));
    assertEquals(2, scene.puma().workerPids().size());
    assertTrue(scene.puma().ask().startsWith("other by "));
  }

  @Test
  void whatMigrationsAreLikeHasToBeSaidWhileTheyArePending() throws Exception {
    scene.puma().start();
    Set<Long> before = scene.puma().workerPids();
    Path done = scene.folder().resolve("migrated");
    String probe = " pending [\"test\", \"-e\", \"" + done + "\"]";
    for (String said : List.of("", probe, probe + " migrations none", " migrations breaking")) {
      Outcome refused = scene.use(scene.byState(), release("other") + said);
      assertEquals(REFUSED, refused.exitCode(), refused::all);
      assertTrue(refused.all().contains("R006"), refused::all);
    }
    assertEquals(before, scene.puma().workerPids());
    assertEquals(Path.of("releases/good"), Files.readSymbolicLink(scene.current()));
    Files.createFile(done);
    Outcome nothingPending = scene.use(scene.byState(), release("other") + probe + " for 0s");
    assertEquals(0, nothingPending.exitCode(), nothingPending::all);
  }

  /** Other tests go by the state file; a pid file alone leaves signals. */
  @Test
  void phasedAndHotByEachWayToReachIt() throws Exception {
    scene.puma().control("tcp").start();
    String url = scene.puma().controlUrl().split("\\?", 2)[0];
    List<String> ways =
        List.of(
            "control \"" + url + "\"\n token secret(\"open-sesame\")",
            "pid-file \"" + scene.puma().pidFile() + "\"");
    for (String way : ways) {
      Set<Long> before = scene.puma().workerPids();
      Outcome phased = scene.use(way, "puma.phased web migrations none for 0s");
      assertEquals(0, phased.exitCode(), phased::all);
      Set<Long> between = scene.puma().workerPids();
      assertNotEquals(before, between);
      Outcome hot = scene.use(way, "puma.hot web unsupervised allowed for 0s");
      assertEquals(0, hot.exitCode(), hot::all);
      assertNotEquals(between, scene.puma().workerPids());
    }
  }

  @Test
  void aHotRestartIsRefusedWhereNobodyWouldStartItAgain() throws Exception {
    scene.puma().workers(0).start();
    String log = Files.readString(scene.puma().log());
    for (String order : List.of("puma.hot web", release("other") + " by hot migrations none")) {
      Outcome refused = scene.use(scene.byState(), order);
      assertEquals(REFUSED, refused.exitCode(), refused::all);
      assertTrue(refused.all().contains("`unsupervised allowed`"), refused::all);
    }
    assertEquals(log, Files.readString(scene.puma().log()));
    Outcome status = scene.use(scene.byState(), "puma.status web");
    assertEquals(0, status.exitCode(), status::all);
    assertTrue(status.all().contains("web: running, without workers"), status::all);
    assertTrue(status.all().contains("releases/good"), status::all);
    assertTrue(status.all().contains("started again by nobody that is known"), status::all);
  }

  /** Without workers it ends with a release that does not load, and here nobody watches over it. */
  @Test
  void whatHasEndedIsStartedByItsCommandUnlessTheSchemaIsTheNewOne() throws Exception {
    scene.puma().workers(0).prepare();
    String command = String.join("\", \"", scene.puma().command());
    String web = scene.byState() + "\n  command [\"" + command + "\"]";
    assertEquals(0, scene.use(web, "start web").exitCode());
    String broken = release("broken") + " by hot unsupervised allowed for 0s";
    Outcome back = scene.use(web, broken + " migrations none");
    assertEquals(1, back.exitCode(), back::all);
    assertTrue(back.all().contains("no such database"), back::all);
    assertTrue(back.all().contains("releases/good serves again"), back::all);
    assertTrue(scene.puma().ask().startsWith("good by "));

    long pid = scene.puma().pid();
    Outcome stays = scene.use(web, broken + " migrations breaking");
    assertEquals(1, stays.exitCode(), stays::all);
    assertTrue(stays.all().contains("the schema has changed"), stays::all);
    assertEquals(folder("broken"), Files.readSymbolicLink(scene.current()));
    assertFalse(Eventually.isAlive(pid));

    scene.puma().release("other");
    Outcome corrected = scene.use(web, "puma.hot web unsupervised allowed for 0s");
    assertEquals(0, corrected.exitCode(), corrected::all);
    assertTrue(scene.puma().ask().startsWith("other by "));
  }

  /** Puma follows the link only where its configuration says so; the old code would go on. */
  @Test
  void aServerThatGoesOnInItsOldFolderIsFoundOut() throws Exception {
    scene.puma().prepare();
    Path good = scene.puma().folder().toRealPath().resolve("releases/good");
    scene.puma().config("directory '" + good + "'").start();
    Outcome outcome = scene.use(scene.byState(), release("other") + " migrations none for 0s");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("runs in " + good), outcome::all);
    assertTrue(outcome.all().contains("`directory` of its configuration"), outcome::all);
    assertEquals(Path.of("releases/good"), Files.readSymbolicLink(scene.current()));
  }

  /** What a hook would have to close, had Puma not closed it, does not pile up either. */
  @Test
  void onRestartCleansUpBeforeEachHotRestartAndDescriptorsDoNotGrow() throws Exception {
    Path kept = Files.createFile(scene.folder().resolve("kept"));
    Path hooks = scene.folder().resolve("hooks");
    scene
        .puma()
        .workers(0)
        .with("PUMA_BOOT", "0")
        .config(
            """
            $kept ||= File.open('%s').tap { |it| it.close_on_exec = false }
            on_restart { $kept.close; File.write('%s', "closed\n", mode: 'a') }
            """
                .formatted(kept, hooks))
        .start();
    String hot = "puma.hot web unsupervised allowed for 0s\n";
    Outcome outcome = scene.use("stable 50ms\n" + scene.byState(), hot.repeat(RESTARTS));
    assertEquals(0, outcome.exitCode(), outcome::all);
    assertEquals(RESTARTS, Files.readAllLines(hooks).size());
    assertEquals(1, scene.puma().descriptorsOf(kept));
  }

  @Test
  void hangUpIsRefusedWhereItWouldStopIt() throws Exception {
    scene.puma().workers(0).start();
    Outcome refused = scene.run(scene.byState(), "signal web HUP");
    assertEquals(REFUSED, refused.exitCode(), refused::all);
    assertTrue(refused.all().contains("B010"), refused::all);
    assertTrue(scene.puma().ask().startsWith("good by "));
    scene.close();
    scene = new PumaScene();
    String output = "'" + scene.puma().log() + "'";
    scene.puma().workers(0).config("stdout_redirect " + output + ", " + output + ", true").start();
    Outcome taken =
        scene.run(
            scene.byState() + "\n  stdout-redirect true",
            "signal web HUP\nwait healthy web for 500ms");
    assertEquals(0, taken.exitCode(), taken::all);
    assertFalse(scene.puma().ask().isEmpty());
  }

  private String release(String name) {
    return "puma.release web to \"%s\" behind \"%s\"".formatted(folder(name), scene.current());
  }

  private Path folder(String release) {
    return scene.puma().folder().resolve("releases/" + release);
  }
}
