package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bounce.backend.sim.Fault;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.StepId;
import dev.bounce.value.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Events as the journal keeps them. */
final class EventFieldsTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final Simulation simulation = new Simulation().service("web", 2);

  @Test
  void everyEventOfARunSurvivesTheJournal() throws Exception {
    simulation.world.fault("web", Optional.of(1), new Fault.FailsStart(1));
    var _ =
        simulation.runAll(
            Steps.onFailure(
                Steps.block(
                    Steps.bind("x", Steps.text("y")),
                    Steps.command("tool"),
                    Steps.awaitHealthy(
                        Optional.of(Steps.service("web")), Duration.ZERO, TEN_SECONDS),
                    Steps.guard(
                        Steps.service("web"),
                        Steps.percent("100"),
                        Optional.empty(),
                        Steps.follow(
                            Steps.service("web"),
                            Steps.block(
                                Steps.phase(
                                    Steps.service("web"), Steps.number(1), Optional.empty()))))),
                Steps.log("failed")));
    for (Event event : simulation.events) {
      Map<String, Object> fields = EventFields.of(event);
      String kind = String.valueOf(fields.remove("kind"));
      fields.remove("at");
      JournalRecord line = new JournalRecord(1, event.at(), kind, fields);
      assertEquals(event, EventFields.read(JournalRecord.parse(line.line())));
    }
  }

  @Test
  void anEventIsReadableAsJson() {
    Event event =
        new Event.EffectsPlanned(
            SimulatedScheduler.EPOCH, new StepId("1/batch-1"), List.of("simulated stop of web:0"));
    assertEquals(
        "{\"kind\":\"effects-planned\",\"at\":\"2030-01-01T00:00:00Z\",\"step\":\"1/batch-1\","
            + "\"effects\":[\"simulated stop of web:0\"]}",
        Json.write(EventFields.of(event)));
  }

  @Test
  void whatCannotBeKeptIsNotDone() {
    List<Event> kept = new ArrayList<>();
    EventSink full =
        event -> {
          if (event instanceof Event.EffectsPlanned) {
            throw new SinkFailedException(Diagnostic.error(Code.J002, "the disk is full"));
          }
          kept.add(event);
        };
    Report report = simulation.sink(full).run(Steps.restart(Steps.service("web")));
    assertEquals(Code.J002, report.failure().orElseThrow().code());
    assertEquals(ExitCode.FAILED, report.exitCode());
    assertFalse(kept.stream().anyMatch(Event.EffectSent.class::isInstance));
    assertEquals(2, simulation.world.running("web"));
  }

  @Test
  void whatHasBegunIsBroughtToItsEndThoughNobodyKeepsIt() {
    EventSink full =
        event -> {
          if (event instanceof Event.EffectSent) {
            throw new SinkFailedException(Diagnostic.error(Code.J002, "the disk is full"));
          }
        };
    Report report =
        simulation.sink(full).run(Steps.restart(Steps.service("web")), Steps.command("next"));
    assertEquals(Code.J002, report.failure().orElseThrow().code());
    assertEquals(2, simulation.world.running("web"));
    assertEquals(List.of(), simulation.host.commands());
    assertEquals(
        Map.of(MemberReport.Outcome.DONE, 2L),
        report.members().stream()
            .collect(Collectors.groupingBy(MemberReport::outcome, Collectors.counting())));
  }
}
