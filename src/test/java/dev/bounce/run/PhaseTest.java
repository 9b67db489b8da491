package dev.bounce.run;

import static dev.bounce.run.Steps.awaitHealthy;
import static dev.bounce.run.Steps.block;
import static dev.bounce.run.Steps.log;
import static dev.bounce.run.Steps.number;
import static dev.bounce.run.Steps.percent;
import static dev.bounce.run.Steps.phase;
import static dev.bounce.run.Steps.restart;
import static dev.bounce.run.Steps.service;
import static dev.bounce.run.Steps.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.sim.Fault;
import dev.bounce.diag.Code;
import dev.bounce.plan.Step;
import dev.bounce.run.MemberReport.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rolling restarts. */
final class PhaseTest {
  private final Simulation simulation = new Simulation().service("workers", 4);

  @Test
  void memberByMemberInOrder() {
    Report report =
        simulation.run(phase(service("workers"), number(1), Optional.of(percent("75"))));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(
        List.of("workers:0", "workers:1", "workers:2", "workers:3"),
        simulation.all(Event.Proven.class).stream().map(Event.Proven::member).toList());
    assertEquals(
        List.of("1/batch-1", "1/batch-2", "1/batch-3", "1/batch-4"),
        simulation.all(Event.StepStarted.class).stream()
            .map(step -> step.step().text())
            .filter(id -> id.contains("/"))
            .toList());
  }

  @Test
  void aBatchThatFailsIsTheLast() {
    simulation.world.fault("workers", Optional.of(1), new Fault.FailsStart(Fault.ALWAYS));
    Report report =
        simulation.run(phase(service("workers"), number(1), Optional.of(percent("75"))));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R016, failure.code());
    assertEquals("phase workers", failure.path());
    assertTrue(
        failure
            .reason()
            .endsWith("(done: workers:0; failed: workers:1; untouched: workers:2, workers:3)"),
        failure.reason());
    assertEquals(
        List.of(Outcome.DONE, Outcome.FAILED, Outcome.UNTOUCHED, Outcome.UNTOUCHED),
        report.members().stream().map(MemberReport::outcome).toList());
  }

  @Test
  void theFloorIsKept() {
    simulation.world.crash("workers", Optional.of(3));
    Report report =
        simulation.run(phase(service("workers"), number(1), Optional.of(percent("75"))));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R013, failure.code());
    assertTrue(failure.reason().contains("workers:3 is failed (crashed)"), failure.reason());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
  }

  @Test
  void aMemberThatIsDownMayBeHealedWhereTheFloorAllowsIt() {
    simulation.world.crash("workers", Optional.of(3));
    Report report = simulation.run(phase(service("workers"), number(1), Optional.of(number(2))));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(4, simulation.world.running("workers"));
  }

  @Test
  void aBatchThatCannotKeepTheFloorIsRefused() {
    Report report =
        simulation.run(phase(service("workers"), number(3), Optional.of(percent("75"))));
    assertEquals(Code.P014, report.failure().orElseThrow().code());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
  }

  @Test
  void theFloorOfTheServiceHoldsWhereTheStatementHasNone() {
    Simulation floored = new Simulation().service("web", 4, Map.of(), Optional.of(percent("75")));
    Report report = floored.run(phase(service("web"), number(2), Optional.empty()));
    assertEquals(Code.P014, report.failure().orElseThrow().code());
  }

  @Test
  void withoutAFloorOneThatWasDownBeforeIsHealedInItsTurn() {
    simulation.world.crash("workers", Optional.of(3));
    Report report = simulation.run(phase(service("workers"), number(1), Optional.empty()));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(4, simulation.world.running("workers"));
  }

  @Test
  void withoutAFloorOneThatGoesDownMeanwhileStopsThePhase() {
    simulation.world.listen(
        change -> {
          if (change.state().member().equals("workers:1") && change.state().isRunning()) {
            simulation.world.crash("workers", Optional.of(0));
          }
        });
    Report report = simulation.run(phase(service("workers"), number(1), Optional.empty()));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R013, failure.code(), report::toString);
    assertTrue(failure.reason().contains("was up when the phase began"), failure.reason());
  }

  @Test
  void aBodyIsCarriedOutForEachMemberOfABatchAtTheSameTime() {
    Step body =
        block(
            restart(variable("it")),
            awaitHealthy(Optional.of(variable("it")), Duration.ofSeconds(2), Duration.ofMinutes(1)),
            log(variable("it")));
    Report report =
        simulation.run(phase(service("workers"), number(2), Optional.of(number(2)), body));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(
        List.of("workers:0", "workers:1", "workers:2", "workers:3"),
        simulation.logged().stream().sorted().toList());
    assertTrue(
        simulation.all(Event.StepStarted.class).stream()
            .anyMatch(step -> step.step().text().equals("1/batch-2/workers:3.body.1")),
        () -> simulation.all(Event.StepStarted.class).toString());
    assertTrue(simulation.elapsed().compareTo(Duration.ofSeconds(14)) < 0);
  }

  @Test
  void aMemberThatHangsInStopStopsThePhase() {
    simulation.world.fault("workers", Optional.of(0), new Fault.HangsInStop());
    Report report = simulation.run(phase(service("workers"), number(1), Optional.of(number(3))));
    assertEquals(Code.R016, report.failure().orElseThrow().code());
    assertTrue(report.failure().orElseThrow().reason().contains("did not stop"));
    assertEquals(3, simulation.world.running("workers"));
  }
}
