package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealDocker;
import dev.bounce.testbed.RealSystemd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bounce doctor} on a machine that has this and lacks that. */
@Tag("integration")
final class DoctorTest {
  private static final List<String> BACKENDS =
      List.of("systemd", "supervisor", "docker", "puma", "gunicorn", "nginx", "process", "sim");

  @TempDir Path folder;

  @Test
  void everyBackendHasALine() {
    Outcome outcome = CommandLineRun.run("doctor");
    assertEquals(0, outcome.exitCode(), outcome::all);
    for (String backend : BACKENDS) {
      assertTrue(
          outcome.out().lines().anyMatch(line -> line.startsWith(backend + " ")), outcome::all);
    }
    assertEquals("", outcome.err());
  }

  @Test
  void whatIsThereAnswers() throws Exception {
    try (RealDocker docker = RealDocker.open()) {
      Outcome outcome = doctor(Map.of("DOCKER_HOST", docker.host()), "docker");
      assertEquals(0, outcome.exitCode(), outcome::all);
      assertEquals(
          List.of("present yes", "version yes", "reachable yes", "permitted yes"),
          answers(outcome),
          outcome::all);
    }
  }

  @Test
  void whatIsNotThereIsSaidWithTheNextStep() throws Exception {
    Outcome outcome =
        doctor(Map.of("DOCKER_HOST", "unix://" + folder.resolve("none.sock")), "docker");
    assertEquals(5, outcome.exitCode(), outcome::all);
    assertEquals(List.of("reachable no"), answers(outcome), outcome::all);
    assertTrue(outcome.out().contains("none.sock"), outcome::all);
    assertTrue(outcome.out().lines().anyMatch(line -> line.startsWith("    → ")), outcome::all);
    assertFalse(outcome.all().contains("\tat "), outcome::all);
  }

  @Test
  void whoMayNotIsToldSo() throws Exception {
    try (RealSystemd systemd = RealSystemd.start(folder.resolve("d"))) {
      Outcome visitor = systemd.bounce(RealSystemd.VISITOR, "doctor", "systemd");
      assertTrue(answers(visitor).contains("reachable yes"), visitor::all);
      assertTrue(answers(visitor).contains("permitted unknown"), visitor::all);
      assertTrue(visitor.out().contains("NOPASSWD"), visitor::all);
      Outcome deployer = systemd.bounce(RealSystemd.DEPLOYER, "doctor", "systemd");
      assertEquals(0, deployer.exitCode(), deployer::all);
      assertTrue(answers(deployer).contains("permitted yes"), deployer::all);
    }
  }

  @Test
  void aBackendThatDoesNotExistIsAMistake() {
    Outcome outcome = CommandLineRun.run("doctor", "dokcer");
    assertEquals(2, outcome.exitCode(), outcome::all);
    assertTrue(outcome.err().contains("did you mean `docker`?"), outcome::all);
  }

  private Outcome doctor(Map<String, String> environment, String backend) throws IOException {
    try (BounceProcess process = BounceProcess.start(folder, environment, "doctor", backend)) {
      return process.await();
    }
  }

  /** Returns question and answer of every line. */
  private static List<String> answers(Outcome outcome) {
    return outcome
        .out()
        .lines()
        .filter(line -> !line.startsWith(" "))
        .map(line -> line.split("\\s+", -1))
        .map(words -> words[1] + " " + words[2])
        .toList();
  }
}
