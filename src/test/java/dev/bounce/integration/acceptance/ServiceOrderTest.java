package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order among the groups of a real supervisord, as its own log tells it. */
@Tag("integration")
final class ServiceOrderTest {
  private static final String SERVICES =
      """
      default via supervisor
      service web { server "unix://@SOCKET@"; after workers, sleepers }
      service workers { server "unix://@SOCKET@" }
      service sleepers { server "unix://@SOCKET@" }
      """;

  private static final String WEB = "front|admin";
  private static final String WORKERS = "worker-\\d";
  private static final String SLEEPERS = "sleepers_\\d+";

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
  void independentOnesOverlapAndTheThirdBeginsAfterwards() throws Exception {
    List<String> log = logOf("parallel", "restart all parallel\n");
    assertTrue(firstStopped(log, WORKERS) < lastRunning(log, SLEEPERS), log::toString);
    assertTrue(firstStopped(log, SLEEPERS) < lastRunning(log, WORKERS), log::toString);
    assertTrue(firstStopped(log, WEB) > lastRunning(log, SLEEPERS), log::toString);
    assertTrue(firstStopped(log, WEB) > lastRunning(log, WORKERS), log::toString);
  }

  @Test
  void withoutTheWordOneAfterAnotherInTheOrderOfAfter() throws Exception {
    List<String> log = logOf("phase", "phase all by 100% keeping 0\n");
    assertTrue(firstStopped(log, SLEEPERS) > lastRunning(log, WORKERS), log::toString);
    assertTrue(firstStopped(log, WEB) > lastRunning(log, SLEEPERS), log::toString);
  }

  @Test
  void whatIsExceptedIsLeftAlone() throws Exception {
    List<String> log = logOf("except", "restart all except sleepers\n");
    assertTrue(firstStopped(log, WEB) > lastRunning(log, WORKERS), log::toString);
    assertFalse(log.toString().contains("sleepers"), log::toString);
  }

  @Test
  void phasesOfIndependentOnesOverlap() throws Exception {
    List<String> log = logOf("phases", "phase all except web parallel by 50% keeping 0\n");
    assertTrue(firstStopped(log, WORKERS) < lastRunning(log, SLEEPERS), log::toString);
    assertTrue(firstStopped(log, SLEEPERS) < lastRunning(log, WORKERS), log::toString);
    assertFalse(log.toString().contains("front"), log::toString);
  }

  /** Runs statements and returns what supervisord has written to its log meanwhile. */
  private static List<String> logOf(String name, String statements) throws Exception {
    Path file = scene.home().resolve("supervisord.log");
    int before = Files.readAllLines(file).size();
    Outcome outcome = scene.run(scene.runbook(name, SERVICES + statements));
    assertEquals(0, outcome.exitCode(), outcome::all);
    List<String> lines = Files.readAllLines(file);
    return List.copyOf(lines.subList(before, lines.size()));
  }

  private static int firstStopped(List<String> log, String process) {
    Predicate<String> stops =
        line -> line.matches(".*(waiting for|stopped:) (" + process + ")( .*|$)");
    return IntStream.range(0, log.size())
        .filter(i -> stops.test(log.get(i)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(process + " was not stopped: " + log));
  }

  private static int lastRunning(List<String> log, String process) {
    Predicate<String> runs = line -> line.matches(".*success: (" + process + ") entered RUNNING.*");
    return IntStream.range(0, log.size())
        .filter(i -> runs.test(log.get(i)))
        .reduce((_, next) -> next)
        .orElseThrow(() -> new AssertionError(process + " was not started: " + log));
  }
}
