package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealSystemd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of bounce on a real systemd: what is planned, sent, reported, and what comes of it. */
@Tag("integration")
final class SystemdRestartTest {
  private static final List<String> CHANGING =
      List.of("start", "stop", "restart", "reload", "kill", "reset-failed", "daemon-reload");

  private static Path folder;
  private static RealSystemd systemd;

  private int seen;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    systemd = RealSystemd.start(folder.resolve("s"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (systemd != null) {
      systemd.close();
    }
  }

  @BeforeEach
  void forget() throws Exception {
    seen = systemd.calls().size();
  }

  @Test
  void theOneLiner() throws Exception {
    systemd.execute("systemctl", "start", "database");
    String before = systemd.property("database", "InvocationID");
    String pid = systemd.property("database", "MainPID");
    Outcome outcome = bounce("exec", "restart database via systemd; wait healthy");
    assertEquals(0, outcome.exitCode(), outcome::all);
    assertNotEquals(before, systemd.property("database", "InvocationID"));
    String change = "pid %s → pid %s".formatted(pid, systemd.property("database", "MainPID"));
    assertTrue(outcome.out().contains(change), outcome::all);
    assertEquals(List.of("--no-ask-password --no-block restart database.service"), changes());
  }

  @Test
  void whatIsPlannedIsSentInThisOrder() throws Exception {
    systemd.execute("systemctl", "start", "web@1", "web@2", "worker@5", "worker@6");
    systemd.execute("sh", "-c", "systemctl start fails || true");
    Path runbook =
        runbook(
            """
            service web { via systemd; unit ["web@1", "web@2"] }
            service workers { via systemd; unit "worker@[56].service" }
            restart web
            wait healthy web
            reload web
            signal web HUP
            phase workers by 1
            stop workers
            """);
    List<String> planned =
        planned(bounce("plan", runbook.toString(), "--live", "--format", "json"));
    assertEquals(List.of(), changes());
    Outcome ran = bounce("run", runbook.toString());
    assertEquals(0, ran.exitCode(), ran::all);
    assertEquals(planned, changes());
    assertEquals(
        List.of(
            "--no-ask-password --no-block restart web@1.service",
            "--no-ask-password --no-block restart web@2.service",
            "--no-ask-password reload web@1.service",
            "--no-ask-password reload web@2.service",
            "--no-ask-password kill --kill-who=main --signal=HUP web@1.service",
            "--no-ask-password kill --kill-who=main --signal=HUP web@2.service",
            "--no-ask-password --no-block restart worker@5.service",
            "--no-ask-password --no-block restart worker@6.service",
            "--no-ask-password --no-block stop worker@5.service",
            "--no-ask-password --no-block stop worker@6.service"),
        planned);
    assertEquals("inactive", systemd.property("worker@6", "ActiveState"));
  }

  @Test
  void whatGoesAlongIsSaidInThePlanAndInTheRun() throws Exception {
    systemd.execute("systemctl", "start", "database", "api");
    Path runbook = runbook("restart database via systemd\n");
    String note = "database.service will also restart api.service";
    Outcome plan = bounce("plan", runbook.toString(), "--live");
    assertTrue(plan.out().contains(note), plan::all);
    String before = systemd.property("api", "InvocationID");
    Outcome ran = bounce("run", runbook.toString());
    assertTrue(ran.all().contains(note), ran::all);
    Eventually.holds(
        () -> "api was restarted", () -> !systemd.property("api", "InvocationID").equals(before));
    Path seen =
        runbook(
            """
            service database { via systemd }
            service api { via systemd }
            restart database
            wait healthy api
            """);
    Outcome row = bounce("run", seen.toString());
    assertTrue(
        Pattern.compile(
                "api\\.service +restarted along with database\\.service +pid \\d+ → pid \\d+")
            .matcher(row.out())
            .find(),
        row::all);
    systemd.execute("systemctl", "stop", "api");
  }

  @Test
  void aChangedUnitFileIsRefusedBeforeAnythingIsTouched() throws Exception {
    systemd.execute("systemctl", "start", "changed", "web@1");
    systemd.execute("sh", "-c", "echo '# new' >>/etc/systemd/system/changed.service");
    Path refused =
        runbook(
            """
            service web { via systemd; unit "web@1" }
            restart web
            restart changed via systemd
            """);
    Outcome outcome = bounce("run", refused.toString());
    assertEquals(5, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("B010"), outcome::all);
    assertTrue(outcome.all().contains("daemon-reload true"), outcome::all);
    assertEquals(List.of(), changes());
    Path anew = runbook("service changed { via systemd; daemon-reload true }\nrestart changed\n");
    assertEquals(0, bounce("run", anew.toString()).exitCode());
    assertEquals("no", systemd.property("changed", "NeedDaemonReload"));
  }

  @Test
  void aFailedStartSaysWhy() throws Exception {
    Outcome outcome = bounce("exec", "start broken via systemd");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("exit-code, exit status 3"), outcome::all);
    assertTrue(outcome.out().contains("| no such database"), outcome::all);
    Outcome timeout = bounce("exec", "start neverready via systemd");
    assertEquals(1, timeout.exitCode(), timeout::all);
    assertTrue(timeout.all().contains("failed (timeout)"), timeout::all);
    assertTrue(timeout.out().contains("start operation timed out"), timeout::all);
  }

  @Test
  void aCrashLoopIsNotBelieved() throws Exception {
    Outcome outcome = bounce("exec", "start crashloop via systemd");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.out().contains("| lost the database"), outcome::all);
  }

  @Test
  void aRestartIsFinishedBySystemdWhenBounceIsKilled() throws Exception {
    systemd.execute("systemctl", "start", "slow");
    String before = systemd.property("slow", "InvocationID");
    try (BounceProcess bounce = process("exec", "restart slow via systemd")) {
      Eventually.holds(() -> "the restart is sent", () -> !changes().isEmpty());
      Eventually.holds(
          () -> "systemd is at it",
          () -> !systemd.property("slow", "ActiveState").equals("active"));
      bounce.signalGroup("KILL");
    }
    Eventually.holds(
        () -> "slow is up again", () -> systemd.property("slow", "ActiveState").equals("active"));
    assertNotEquals(before, systemd.property("slow", "InvocationID"));
  }

  @Test
  void sudoDecidesForEverybodyButRoot() throws Exception {
    systemd.execute("systemctl", "start", "database", "tick");
    String first = systemd.property("database", "InvocationID");
    Outcome deployer = inside(RealSystemd.DEPLOYER, "restart database via systemd");
    assertEquals(0, deployer.exitCode(), deployer::all);
    String second = systemd.property("database", "InvocationID");
    assertNotEquals(first, second);
    Outcome narrow = inside(RealSystemd.NARROW, "restart database via systemd");
    assertEquals(0, narrow.exitCode(), narrow::all);
    String third = systemd.property("database", "InvocationID");
    assertNotEquals(second, third);
    Outcome stop = inside(RealSystemd.NARROW, "stop database via systemd");
    assertEquals(1, stop.exitCode(), stop::all);
    assertTrue(stop.all().contains("B005"), stop::all);
    Outcome other = inside(RealSystemd.NARROW, "restart tick via systemd");
    assertEquals(5, other.exitCode(), other::all);
    Outcome visitor = inside(RealSystemd.VISITOR, "restart database via systemd");
    assertEquals(5, visitor.exitCode(), visitor::all);
    assertTrue(visitor.all().contains("B005"), visitor::all);
    assertTrue(visitor.all().contains("NOPASSWD"), visitor::all);
    assertEquals(third, systemd.property("database", "InvocationID"));
  }

  private static Outcome inside(RealSystemd.Account account, String text) throws Exception {
    return systemd.bounce(account, "exec", "--state", "/tmp/" + account.name(), text);
  }

  private List<String> changes() throws Exception {
    List<String> calls = systemd.calls();
    return calls.subList(seen, calls.size()).stream()
        .filter(call -> call.startsWith("systemctl "))
        .map(call -> call.substring("systemctl ".length()))
        .filter(call -> List.of(call.split(" ")).stream().anyMatch(CHANGING::contains))
        .toList();
  }

  private static List<String> planned(Outcome plan) throws Exception {
    assertEquals(0, plan.exitCode(), plan::all);
    List<String> commands = new ArrayList<>();
    for (JsonNode step : new ObjectMapper().readTree(plan.out()).get("effects")) {
      for (JsonNode service : step) {
        for (JsonNode stage : service.get("stages")) {
          for (JsonNode effect : stage.get("effects")) {
            List<String> words = new ArrayList<>();
            effect.get("arguments").forEach(word -> words.add(word.asText()));
            assertEquals("systemctl", words.removeFirst());
            commands.add(String.join(" ", words));
          }
        }
      }
    }
    return commands;
  }

  private static Path runbook(String text) throws Exception {
    return Files.writeString(folder.resolve("test.runbook"), text);
  }

  private static Outcome bounce(String... arguments) throws Exception {
    try (BounceProcess process = process(arguments)) {
      return process.await();
    }
  }

  /** Where systemctl is looked for, the one of the container comes first. */
  private static BounceProcess process(String... arguments) throws Exception {
    Map<String, String> environment =
        Map.of(
            "PATH",
            systemd.commands() + ":" + System.getenv("PATH"),
            "BOUNCE_STATE",
            folder.resolve("state").toString());
    return BounceProcess.start(folder, environment, arguments);
  }
}
