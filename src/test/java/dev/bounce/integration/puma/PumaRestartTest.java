package dev.bounce.integration.puma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All the other things that are done to a Puma, and what is not believed of one. */
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT) // each case has a server of its own
final class PumaRestartTest {
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
  @ValueSource(strings = {"unix 2", "abstract 2", "tcp 2", "none 2", "unix 0", "none 0"})
  void aHotRestartKeepsThePidAndRunsAnew(String shape) throws Exception {
    String[] words = shape.split(" ", -1);
    scene.puma().control(words[0]).workers(Integer.parseInt(words[1])).start();
    for (String statement : new String[] {"restart web mode hot", "restart web"}) {
      long master = scene.puma().pid();
      Set<Long> before = scene.puma().workerPids();
      long starts = starts();
      Outcome outcome = scene.run(scene.byState(), statement);
      assertEquals(0, outcome.exitCode(), outcome::all);
      assertEquals(master, scene.puma().pid());
      assertEquals(starts + 1, starts());
      Set<Long> kept = new TreeSet<>(before);
      kept.retainAll(scene.puma().workerPids());
      assertEquals(Set.of(), kept);
      assertEquals(before.size(), scene.puma().workerPids().size());
    }
  }

  private long starts() throws Exception {
    return Files.readString(scene.puma().log())
        .lines()
        .filter(line -> line.contains("Puma starting in "))
        .count();
  }

  @Test
  void aBrokenReleaseUnderAHotRestartFailsWithTheLog() throws Exception {
    scene.puma().start();
    scene.puma().release("broken");
    Outcome outcome = scene.run(scene.byState(), "restart web mode hot");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("Unable to start worker"), outcome::all);
    assertFalse(outcome.all().matches("(?s).* within (2m|90s|3m).*"), outcome::all); // no bound
  }

  @Test
  void aBrokenReleaseWithoutWorkersEndsPuma() throws Exception {
    scene.puma().workers(0).start();
    scene.puma().release("broken");
    String log = "log \"" + scene.puma().log() + "\"";
    String properties = scene.byState() + "\n start-within 5s\n" + log;
    Outcome outcome = scene.run(properties, "restart web");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("no such database"), outcome::all);
  }

  @Test
  void aWrongTokenIsRefusedAndNotShown() throws Exception {
    scene.puma().start();
    Set<Long> before = scene.puma().workerPids();
    Outcome outcome = scene.run(scene.byState() + "\n token secret(\"knock-knock\")", "phase web");
    assertNotEquals(0, outcome.exitCode());
    assertTrue(outcome.all().contains("B002"), outcome::all);
    assertTrue(outcome.all().contains("Invalid auth token"), outcome::all);
    String everything = outcome.all() + scene.journals();
    assertFalse(everything.contains("knock-knock"), everything);
    assertFalse(everything.contains("open-sesame"), everything);
    assertEquals(before, scene.puma().workerPids());
  }

  @Test
  void reforkGivesAllButTheFirstWorkerAnew() throws Exception {
    scene.puma().workers(3).config("fork_worker").start();
    Set<Long> before = scene.puma().workerPids();
    long first = parentOfAWorker();
    Outcome outcome = scene.run(scene.byState(), "restart web mode refork");
    assertEquals(0, outcome.exitCode(), outcome::all);
    Set<Long> kept = new TreeSet<>(before);
    kept.retainAll(scene.puma().workerPids());
    assertEquals(Set.of(first), kept);
  }

  private long parentOfAWorker() throws Exception {
    Set<Long> workers = scene.puma().workerPids();
    return workers.stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(process -> process.parent().stream())
        .map(ProcessHandle::pid)
        .filter(workers::contains)
        .collect(Collectors.toSet())
        .iterator()
        .next();
  }

  @Test
  void reforkIsRefusedWithoutForkWorker() throws Exception {
    scene.puma().start();
    Outcome outcome = scene.run(scene.byState(), "restart web mode refork");
    assertEquals(REFUSED, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("`fork_worker`"), outcome::all);
  }

  /** Unlike pumactl, which starts another server then. */
  @Test
  void aStaleStateFileMeansStoppedAndNothingIsStarted() throws Exception {
    scene.puma().start();
    long master = scene.puma().pid();
    Outcome stop = scene.run(scene.byState(), "stop web");
    assertEquals(0, stop.exitCode(), stop::all);
    Eventually.holds(() -> "it has ended", () -> !Eventually.isAlive(master));
    assertTrue(Files.exists(scene.puma().state()));
    Outcome status = scene.bounce("status", scene.runbook(scene.byState(), ""));
    assertTrue(status.all().contains("stopped"), status::all);
    for (String statement : new String[] {"restart web", "phase web", "start web"}) {
      Outcome outcome = scene.run(scene.byState(), statement);
      assertEquals(REFUSED, outcome.exitCode(), outcome::all);
      assertTrue(outcome.all().contains("nothing says how it is started"), outcome::all);
    }
    assertFalse(Files.exists(scene.puma().pidFile()), "another one was started");
  }

  @Test
  void aCommandStartsAStoppedOneAndItIsKnownAgain() throws Exception {
    scene.puma().prepare();
    String properties =
        scene.byState()
            + "\n command [\"%s\"]".formatted(String.join("\", \"", scene.puma().command()));
    Outcome start = scene.run(properties, "start web\nphase web\nrestart web");
    assertEquals(0, start.exitCode(), start::all);
    assertEquals(2, scene.puma().workerPids().size());
    long master = scene.puma().pid();
    Outcome stop = scene.run(properties, "stop web");
    assertEquals(0, stop.exitCode(), stop::all);
    assertFalse(Eventually.isAlive(master));
    Outcome status = scene.bounce("status", scene.runbook(properties, ""));
    assertTrue(status.all().contains("stopped"), status::all);
    assertFalse(status.all().contains("failed"), status::all);
  }

  @Test
  void statusTellsOfWorkersAndPhase() throws Exception {
    scene.puma().workers(3).start();
    Outcome status = scene.bounce("status", scene.runbook(scene.byState(), ""));
    assertTrue(status.all().contains("phase 0, 3 of 3 workers booted"), status::all);
  }

  @Test
  void aStateFileOfSomebodyElseIsNotBelieved() throws Exception {
    if (!"root".equals(System.getProperty("user.name"))) {
      return; // nobody else may give files away
    }
    scene.puma().start();
    Files.setAttribute(scene.puma().state(), "unix:uid", 65_534);
    assertNotBelieved(scene.byState());
  }

  @Test
  void aLinkInPlaceOfAStateFileIsNotBelieved() throws Exception {
    scene.puma().start();
    Path link = scene.folder().resolve("link");
    Files.createSymbolicLink(link, scene.puma().state());
    assertNotBelieved("state \"" + link + "\"");
  }

  private void assertNotBelieved(String properties) throws Exception {
    Set<Long> before = scene.puma().workerPids();
    Outcome outcome = scene.run(properties, "phase web");
    assertNotEquals(0, outcome.exitCode());
    assertTrue(outcome.all().contains("B007"), outcome::all);
    assertEquals(before, scene.puma().workerPids());
  }
}
