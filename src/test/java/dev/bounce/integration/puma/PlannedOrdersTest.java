package dev.bounce.integration.puma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RequestRecorder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What {@code plan --live} shows is exactly, and in that order, what the control server of a Puma
 * is then told; planning itself tells it nothing.
 */
@Tag("integration")
final class PlannedOrdersTest {
  private PumaScene scene;
  private RequestRecorder recorder;
  private String properties;

  @BeforeEach
  void start() throws Exception {
    scene = new PumaScene();
    scene.puma().start();
    Path socket = scene.folder().resolve("recorder.sock");
    recorder = RequestRecorder.start(socket, scene.puma().controlSocket(), Set.of("GET /stats"));
    properties = scene.byState() + "\n  control \"unix://" + socket + "\"";
  }

  @AfterEach
  void end() throws Exception {
    recorder.close();
    scene.close();
  }

  @Test
  void whatIsPlannedIsTold() throws Exception {
    List<String> told = plannedIsTold("phase web\nrestart web mode hot\nrestart web\nstop web");
    assertEquals(List.of("GET /phased-restart", "GET /restart", "GET /restart", "GET /stop"), told);
  }

  @Test
  void whatIsRefusedIsNotTold() throws Exception {
    Path runbook = scene.runbook(properties, "restart web mode refork\nphase web");
    Outcome outcome = scene.bounce("run", runbook);
    assertFalse(outcome.exitCode() == 0, outcome::all);
    assertEquals(List.of(), recorder.changes());
  }

  private List<String> plannedIsTold(String statements) throws Exception {
    Path runbook = scene.runbook(properties, statements);
    Outcome plan = scene.bounce("plan", runbook, "--live", "--format", "json");
    assertEquals(0, plan.exitCode(), plan::all);
    assertFalse(plan.all().contains("open-sesame"), plan::all);
    List<String> planned = planned(plan);
    assertEquals(List.of(), recorder.changes());
    Outcome shown = scene.bounce("plan", runbook, "--live");
    assertTrue(shown.out().contains("GET /phased-restart on unix://"), shown::all);
    Outcome ran = scene.bounce("run", runbook);
    assertEquals(0, ran.exitCode(), ran::all);
    assertEquals(planned, recorder.changes());
    return planned;
  }

  private static List<String> planned(Outcome plan) throws Exception {
    List<String> calls = new ArrayList<>();
    for (JsonNode step : new ObjectMapper().readTree(plan.out()).get("effects")) {
      for (JsonNode service : step) {
        for (JsonNode stage : service.get("stages")) {
          for (JsonNode effect : stage.get("effects")) {
            calls.add(effect.get("method").asText() + " " + effect.get("target").asText());
          }
        }
      }
    }
    return calls;
  }
}
