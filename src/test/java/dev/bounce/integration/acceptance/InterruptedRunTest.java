package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.JournalFile;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.SupervisorWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals to a bounce that is in the middle of something. */
@Tag("integration")
final class InterruptedRunTest {
  /** Its first member takes two seconds to stop: supervisord has to kill it. */
  private static final String PHASE =
      """
      service slow {
        via supervisor
        program ["stubborn", "web:front"]
        server "unix://@SOCKET@"
      }
      phase slow by 1
      on failure { log "handled ${failure.code}" }
      finally { log "cleaned up" }
      """;

  private static final String PROCESS =
      """
      service mine { via process; command ["sleep", "300"] }
      """;

  private static Scene scene;

  /** Of each test its own, so that no journal of an earlier run is taken for the one of this. */
  private Path state = Path.of("");

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

  @BeforeEach
  void prepare() throws Exception {
    state = Files.createTempDirectory(scene.folder(), "state");
    String text =
        "service stubborn { via supervisor; server \"unix://@SOCKET@\" }\nstart stubborn\n";
    Outcome outcome = scene.run(scene.runbook("up", text));
    assertEquals(0, outcome.exitCode(), outcome::all);
  }

  /** Whatever a test left of its service ends, by the pid that its journal names. */
  @AfterEach
  void endMine() throws Exception {
    for (JsonNode proof : journal().of("proven", 0)) {
      boolean isMine = proof.get("service").asText().equals("mine");
      if (isMine && proof.get("after").asText().startsWith("pid ")) {
        ProcessHandle.of(pid(proof)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  void whatWasStoppedIsStartedAgainAndNothingElseIsTouched() throws Exception {
    SupervisorWorld before = scene.world();
    Outcome outcome = interrupted("INT");
    SupervisorWorld after = scene.world();
    assertEquals("RUNNING", after.state("stubborn"));
    assertNotEquals(before.pid("stubborn"), after.pid("stubborn"));
    assertEquals(before.pid("web:front"), after.pid("web:front"));
    assertTrue(outcome.out().contains("  handled R011"), outcome::all);
    assertTrue(outcome.out().contains("  cleaned up"), outcome::all);
    assertTrue(outcome.out().contains("interrupted in "), outcome::all);
  }

  @Test
  void aTerminateIsAnInterrupt() throws Exception {
    Outcome outcome = interrupted("TERM");
    assertEquals("RUNNING", scene.world().state("stubborn"));
    assertTrue(outcome.out().contains("  cleaned up"), outcome::all);
  }

  /** Interrupts a phase after its first stop and before its first start. */
  private Outcome interrupted(String signal) throws Exception {
    try (BounceProcess process = run("phase", PHASE)) {
      awaitRecord("effect-sent", "stopProcess(stubborn");
      process.signal(signal);
      Outcome outcome = process.await();
      assertEquals(130, outcome.exitCode(), outcome::all);
      JournalFile journal = journal();
      assertTrue(journal.has("interrupted", "\"atOnce\":false"));
      assertTrue(journal.has("run-finished", "\"INTERRUPTED\""));
      assertTrue(
          journal.kinds().indexOf("interrupted") < journal.kinds().lastIndexOf("effect-sent"),
          () -> "the start was sent after the interrupt: " + journal.kinds());
      return outcome;
    }
  }

  @Test
  void aSecondInterruptEndsAtOnce() throws Exception {
    try (BounceProcess process = run("phase", PHASE)) {
      awaitRecord("effect-sent", "stopProcess(stubborn");
      process.signal("INT");
      awaitRecord("interrupted", "\"atOnce\":false");
      // Signals that come together count as one: like a person, press until it is heard.
      Eventually.holds(
          () -> "the second one is heard",
          () -> {
            process.signal("INT");
            return journal().has("interrupted", "\"atOnce\":true");
          });
      Outcome outcome = process.await();
      assertEquals(130, outcome.exitCode(), outcome::all);
      assertTrue(journal().has("run-finished", "\"INTERRUPTED\""));
      assertFalse(journal().has("effect-sent", "startProcess"));
      assertFalse(outcome.out().contains("cleaned up"), outcome::all);
      assertTrue(outcome.out().contains("in doubt"), outcome::all);
    }
  }

  /** It ends all the same, so it would stay down. */
  @Test
  void whatStillStopsWhenItsBoundPassesIsStartedAgain() throws Exception {
    String text =
        """
        service slow { via supervisor; program "stubborn"; server "unix://@SOCKET@" }
        restart slow within 200ms
        """;
    Outcome outcome =
        new CommandLineRun(state).stateful("run", scene.runbook("bound", text).toString());
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("R004"), outcome::all);
    assertTrue(journal().has("effect-sent", "startProcess(stubborn"));
    Eventually.holds("it is up", () -> "RUNNING".equals(scene.world().state("stubborn")));
  }

  /** The terminal is the place where the run tells; without it, it still does all that is due. */
  @Test
  void aTerminalThatIsGoneIsAnInterrupt() throws Exception {
    Path runbook = scene.runbook("hung-up", PHASE);
    try (BounceProcess terminal =
        BounceProcess.startOnTerminal(
            scene.folder(), Map.of(), "", "run", "--state", state.toString(), runbook.toString())) {
      awaitRecord("effect-sent", "stopProcess(stubborn");
      terminal.signal("KILL");
      awaitRecord("run-finished", "\"INTERRUPTED\"");
    }
    assertTrue(journal().has("effect-sent", "startProcess(stubborn"));
    assertTrue(journal().has("logged", "handled R011"));
    assertTrue(journal().has("logged", "cleaned up"));
    assertEquals("RUNNING", scene.world().state("stubborn"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "HUP"})
  void aSleepEndsRightAway(String signal) throws Exception {
    try (BounceProcess process = run("sleep", "sleep 300s\nlog \"never\"\n")) {
      awaitRecord("step-started", "sleep 300s");
      process.signal(signal);
      Outcome outcome = process.await();
      assertEquals(130, outcome.exitCode(), outcome::all);
      assertFalse(outcome.out().contains("  never"), outcome::all);
    }
  }

  @Test
  void aCommandEndsWithItsDescendants() throws Exception {
    Path pids = scene.folder().resolve("pids");
    String text =
        """
        run ["sh", "-c", "sleep 300 & echo $! $$ > pids.new && mv pids.new pids; wait"] within 10m
        """;
    try (BounceProcess process = run("command", text)) {
      Eventually.holds(() -> "the command runs", () -> Files.exists(pids));
      process.signal("INT");
      Outcome outcome = process.await();
      assertEquals(130, outcome.exitCode(), outcome::all);
      for (String pid : Files.readString(pids).strip().split(" ", -1)) {
        Eventually.holds(() -> pid + " has ended", () -> !Eventually.isAlive(Long.parseLong(pid)));
      }
    }
  }

  @Test
  void aKilledRunLeavesAReadableJournalAndItsServices() throws Exception {
    try (BounceProcess process = run("killed", PROCESS + "start mine\nsleep 300s\n")) {
      awaitRecord("step-started", "sleep 300s");
      process.signal("KILL");
      assertEquals(137, process.await().exitCode());
    }
    JournalFile journal = journal();
    assertTrue(journal.has("proven", "\"mine\""));
    CommandLineRun commands = new CommandLineRun(state);
    Outcome shown = commands.stateful("show");
    assertEquals(0, shown.exitCode(), shown::all);
    assertTrue(shown.out().endsWith("unfinished\n"), shown::all);
    assertTrue(commands.stateful("history").out().contains("  unfinished  "));
    long pid = pidOfMine(journal);
    assertTrue(Eventually.isAlive(pid), "the service lives on");
    stopMine();
    assertFalse(Eventually.isAlive(pid));
  }

  @Test
  void anInterruptFromATerminalDoesNotReachServices() throws Exception {
    try (BounceProcess process = run("terminal", PROCESS + "start mine\nsleep 300s\n")) {
      awaitRecord("step-started", "sleep 300s");
      process.signalGroup("INT");
      assertEquals(130, process.await().exitCode());
    }
    assertTrue(Eventually.isAlive(pidOfMine(journal())), "the service lives on");
    stopMine();
  }

  private static long pidOfMine(JournalFile journal) {
    return pid(journal.of("proven", 1).getFirst());
  }

  private static long pid(JsonNode proof) {
    return Long.parseLong(proof.get("after").asText().replace("pid ", ""));
  }

  private void stopMine() throws Exception {
    Path runbook = scene.runbook("stop", PROCESS + "stop mine\n");
    Outcome outcome = new CommandLineRun(state).stateful("run", runbook.toString());
    assertEquals(0, outcome.exitCode(), outcome::all);
  }

  private BounceProcess run(String name, String text) throws Exception {
    Path runbook = scene.runbook(name, text);
    return BounceProcess.start(
        scene.folder(), Map.of(), "run", "--state", state.toString(), runbook.toString());
  }

  private JournalFile journal() throws Exception {
    return JournalFile.newest(state);
  }

  private void awaitRecord(String kind, String text) throws Exception {
    Eventually.holds(() -> kind + " with " + text, () -> journal().has(kind, text));
  }
}
