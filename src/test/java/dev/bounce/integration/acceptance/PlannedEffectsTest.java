package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RecordingProxy;
import dev.bounce.testbed.SupervisorWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code plan --live} shows is exactly, and in that order, what a proxy on supervisord's
 * socket then sees; planning itself sends nothing that could change anything.
 */
@Tag("integration")
final class PlannedEffectsTest {
  private static final String ONE_LINER =
      "restart web via supervisor; wait healthy; phase workers\n";
  private static final String WEB = "service web { via supervisor; server \"unix://@SOCKET@\" }\n";
  private static final String WORKERS =
      "service workers { via supervisor; server \"unix://@SOCKET@\" }\n";

  private static Scene scene;
  private static RecordingProxy proxy;

  /** Where a configuration names the proxy, so that no statement has to. */
  private static Path client;

  private int seen;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    scene = Scene.start(folder);
    proxy = RecordingProxy.start(folder.resolve("proxy.sock"), scene.socket());
    client = Files.createDirectories(folder.resolve("client"));
    Files.writeString(
        client.resolve("supervisord.conf"),
        "[supervisorctl]\nserverurl=unix://%s\n".formatted(proxy.socket()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
    if (scene != null) {
      scene.close();
    }
  }

  @BeforeEach
  void forget() {
    seen = proxy.changes().size();
  }

  @AfterEach
  void startAll() throws Exception {
    Path up =
        scene.runbook("up", WEB + WORKERS + "start web, workers\nwait healthy web, workers\n");
    Outcome outcome = scene.run(up);
    assertEquals(0, outcome.exitCode(), outcome::all);
  }

  private List<String> changes() {
    List<String> all = proxy.changes();
    return all.subList(seen, all.size());
  }

  @Test
  void theOneLinerAsAFile() throws Exception {
    Path file = Files.writeString(client.resolve("one.runbook"), ONE_LINER);
    SupervisorWorld before = scene.world();
    List<String> planned = planned(await("plan", file.toString(), "--live", "--format", "json"));
    assertEquals(List.of(), changes());
    Outcome ran = await("run", file.toString());
    assertEquals(0, ran.exitCode(), ran::all);
    assertEquals(planned, changes());
    assertEquals(12, planned.size());
    assertAllNew(before);
  }

  @Test
  void theOneLinerByExec() throws Exception {
    SupervisorWorld before = scene.world();
    Outcome ran = await("exec", ONE_LINER.strip());
    assertEquals(0, ran.exitCode(), ran::all);
    assertEquals(
        List.of(
            "supervisor.stopProcess(web:admin, false)",
            "supervisor.stopProcess(web:front, false)",
            "supervisor.startProcess(web:admin, false)",
            "supervisor.startProcess(web:front, false)"),
        changes().subList(0, 4));
    assertEquals(12, changes().size());
    assertAllNew(before);
  }

  @Test
  void aGroupWithAStoppedMember() throws Exception {
    Path stop =
        scene.runbook(
            "stop-front",
            """
            service front { via supervisor; program "web:front"; server "unix://@SOCKET@" }
            stop front
            """);
    assertEquals(0, scene.run(stop).exitCode());
    List<String> sent = plannedIsSent(WEB + "restart web\nwait healthy web\n");
    assertEquals(
        List.of(
            "supervisor.stopProcess(web:admin, false)",
            "supervisor.startProcess(web:admin, false)",
            "supervisor.startProcess(web:front, false)"),
        sent);
  }

  @Test
  void aStopAndAStart() throws Exception {
    List<String> sent = plannedIsSent(WEB + "stop web\nstart web\nstart web\nwait healthy\n");
    assertEquals(4, sent.size());
  }

  @Test
  void aPhaseByTwo() throws Exception {
    List<String> sent = plannedIsSent(WORKERS + "phase workers by 2\n");
    assertEquals("supervisor.stopProcess(workers:worker-1, false)", sent.get(1));
    assertEquals("supervisor.startProcess(workers:worker-0, false)", sent.get(2));
    assertEquals(8, sent.size());
  }

  @Test
  void aPhaseAfterAStop() throws Exception {
    List<String> sent =
        plannedIsSent(WEB + WORKERS + "stop web\nphase workers by 50%\nstart web\n");
    assertEquals(12, sent.size());
  }

  private List<String> plannedIsSent(String text) throws Exception {
    Path runbook = scene.runbook("planned", text, proxy.socket());
    List<String> planned =
        planned(scene.bounce("plan", runbook.toString(), "--live", "--format", "json"));
    assertEquals(List.of(), changes());
    Outcome dry = scene.run(runbook, "--dry-run", "--format", "json");
    assertEquals(planned, planned(dry));
    assertEquals(List.of(), changes());
    Outcome ran = scene.run(runbook);
    assertEquals(0, ran.exitCode(), ran::all);
    assertEquals(planned, changes());
    return planned;
  }

  private static List<String> planned(Outcome plan) throws Exception {
    assertEquals(0, plan.exitCode(), plan::all);
    JsonNode root = new ObjectMapper().readTree(plan.out());
    assertTrue(root.get("live").asBoolean());
    List<String> calls = new ArrayList<>();
    for (JsonNode step : root.get("effects")) {
      for (JsonNode service : step) {
        for (JsonNode stage : service.get("stages")) {
          stage.get("effects").forEach(effect -> calls.add(call(effect)));
        }
      }
    }
    return calls;
  }

  private static String call(JsonNode effect) {
    List<String> arguments = new ArrayList<>();
    effect.get("arguments").forEach(argument -> arguments.add(argument.asText()));
    return effect.get("method").asText() + "(" + String.join(", ", arguments) + ")";
  }

  private static void assertAllNew(SupervisorWorld before) throws Exception {
    SupervisorWorld after = scene.world();
    List<String> members = new ArrayList<>(Scene.WEB);
    members.addAll(Scene.WORKERS);
    for (String member : members) {
      assertEquals("RUNNING", after.state(member));
      assertNotEquals(before.pid(member), after.pid(member));
    }
  }

  /** Runs bounce where the configuration is found by itself. */
  private static Outcome await(String... arguments) throws Exception {
    Map<String, String> environment =
        Map.of("BOUNCE_STATE", scene.folder().resolve("state").toString());
    try (BounceProcess process = BounceProcess.start(client, environment, arguments)) {
      return process.await();
    }
  }
}
