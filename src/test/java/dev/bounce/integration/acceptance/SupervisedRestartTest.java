package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.SupervisorWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts on a real supervisord: what is printed, the exit code, and the world as reported. */
@Tag("integration")
final class SupervisedRestartTest {
  private static Scene scene;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    scene = Scene.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (scene != null) {
      scene.close();
    }
  }

  @Test
  void oneProgramOfAGroup() throws Exception {
    SupervisorWorld before = scene.world();
    Outcome outcome = scene.golden("one-program", 0);
    SupervisorWorld after = scene.world();
    assertEquals("RUNNING", after.state("web:front"));
    assertNotEquals(before.pid("web:front"), after.pid("web:front"));
    assertEquals(before.pid("web:admin"), after.pid("web:admin"));
    assertSaid(outcome, "web:front", before, after);
  }

  @Test
  void aGroup() throws Exception {
    SupervisorWorld before = scene.world();
    Outcome outcome = scene.golden("group", 0);
    SupervisorWorld after = scene.world();
    for (String member : Scene.WEB) {
      assertEquals("RUNNING", after.state(member));
      assertSaid(outcome, member, before, after);
    }
    assertEquals(before.pids(Scene.WORKERS), after.pids(Scene.WORKERS));
  }

  @Test
  void aPhaseOverFourWorkers() throws Exception {
    SupervisorWorld before = scene.world();
    Outcome outcome = scene.golden("phase", 0);
    SupervisorWorld after = scene.world();
    for (String member : Scene.WORKERS) {
      assertEquals("RUNNING", after.state(member));
      assertNotEquals(before.pid(member), after.pid(member));
      assertSaid(outcome, member, before, after);
    }
    assertEquals(before.pids(Scene.WEB), after.pids(Scene.WEB));
  }

  @Test
  void whatAlreadyRunsIsNotSaidToBeStarted() throws Exception {
    SupervisorWorld before = scene.world();
    scene.golden("already", 0);
    assertEquals(before.pids(Scene.WEB), scene.world().pids(Scene.WEB));
  }

  @Test
  void aProgramThatEndsAtOnceIsFatal() throws Exception {
    Outcome outcome = scene.golden("broken", 1);
    assertEquals("FATAL", scene.world().state("broken"));
    assertTrue(outcome.out().contains("| no such database"), outcome::all);
  }

  @Test
  void aProgramThatDiesWithinStartsecsIsFatal() throws Exception {
    Outcome outcome = scene.golden("early", 1);
    assertEquals("FATAL", scene.world().state("early"));
    assertTrue(outcome.out().contains("| early end"), outcome::all);
  }

  @Test
  void aProgramThatDiesInItsStableWindowIsNotBelieved() throws Exception {
    Outcome outcome = scene.golden("fickle", 1);
    assertEquals("EXITED", scene.world().state("fickle"));
    assertTrue(outcome.out().contains("| lost the database"), outcome::all);
  }

  @Test
  void aProgramThatIsNotThereCannotBeStarted() throws Exception {
    scene.golden("nospawn", 1);
    assertTrue(List.of("STOPPED", "FATAL").contains(scene.world().state("nospawn")));
  }

  @Test
  void aProgramThatIgnoresTermIsKilledAndSaidToBe() throws Exception {
    assertEquals(0, scene.run(scene.runbook("up", stubborn("start"))).exitCode());
    long first = scene.world().pid("stubborn");
    Outcome restarted = scene.golden("stubborn", 0);
    long second = scene.world().pid("stubborn");
    assertNotEquals(first, second);
    Eventually.holds(() -> "pid " + first + " is gone", () -> !Eventually.isAlive(first));
    assertTrue(restarted.out().contains("pid %d → pid %d".formatted(first, second)));
    Outcome stopped = scene.run(scene.runbook("down", stubborn("stop")));
    assertTrue(stopped.out().contains("stopped (killed)"), stopped::all);
    assertEquals("STOPPED", scene.world().state("stubborn"));
  }

  /** Also what was written just before the block ended; a log that is not there fails nothing. */
  @Test
  void whatIsAddedToLogsIsShownMeanwhile() throws Exception {
    Path log = Files.writeString(scene.folder().resolve("deploy.log"), "earlier\n");
    Path runbook =
        scene.runbook(
            "follow",
            """
            service front { via supervisor; program "web:front"; server "unix://@SOCKET@" }
            follow front files ["%s", "/no/such.log"] {
              restart front
              sh "printf 'migrated\\\\033[31m\\\\n' >>%s"
            }
            """
                .formatted(log, log));
    Outcome outcome = scene.run(runbook);
    assertEquals(0, outcome.exitCode(), outcome::all);
    for (Outcome told : List.of(outcome, scene.bounce("show"))) {
      assertTrue(
          told.out().contains("    web:front | front ends\n    web:front | front is up\n"),
          told::all);
      assertTrue(told.out().contains("    deploy | migrated\\u001b[31m\n"), told::all);
      assertTrue(told.out().contains("note: such is not followed"), told::all);
      assertFalse(told.out().contains("earlier"), told::all);
    }
    assertTrue(scene.lastJournal().contains("\"kind\":\"log-added\""), scene::toString);
  }

  private static String stubborn(String verb) {
    return "service stubborn { via supervisor; server \"unix://@SOCKET@\" }\n%s stubborn\n"
        .formatted(verb);
  }

  private static void assertSaid(
      Outcome outcome, String member, SupervisorWorld before, SupervisorWorld after) {
    String said = "pid %d → pid %d".formatted(before.pid(member), after.pid(member));
    assertTrue(
        outcome.out().lines().anyMatch(line -> line.contains(member) && line.contains(said)),
        () -> said + " is not in:\n" + outcome.all());
  }
}
