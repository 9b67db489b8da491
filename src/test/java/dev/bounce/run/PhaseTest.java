package dev.bounce.run;

import static dev.bounce.run.Steps.awaitHealthy;
import static dev.bounce.run.Steps.block;
import static dev.bounce.run.Steps.canary;
import static dev.bounce.run.Steps.log;
import static dev.bounce.run.Steps.number;
import static dev.bounce.run.Steps.order;
import static dev.bounce.run.Steps.percent;
import static dev.bounce.run.Steps.phase;
import static dev.bounce.run.Steps.restart;
import static dev.bounce.run.Steps.rollout;
import static dev.bounce.run.Steps.service;
import static dev.bounce.run.Steps.soak;
import static dev.bounce.run.Steps.tolerating;
import static dev.bounce.run.Steps.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.sim.Fault;
import dev.bounce.diag.Code;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Step;
import dev.bounce.run.MemberReport.Outcome;
import dev.bounce.syntax.BinaryOperator;
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
    simulation.world.listen(change -> {
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

  private static Step.Rollout oneByOne(int floor) {
    return rollout(number(1), Optional.of(number(floor)));
  }

  private List<String> proven() {
    return simulation.all(Event.Proven.class).stream().map(Event.Proven::member).toList();
  }

  @Test
  void theCanaryGoesFirstAndSoaksAlone() {
    Step.Rollout rollout =
        soak(canary(rollout(number(3), Optional.of(number(1))), number(1)), Duration.ofMinutes(2));
    Report report = simulation.run(phase(service("workers"), rollout, Optional.empty()));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals("workers:0", proven().getFirst());
    assertEquals(
        List.of("batch 1 (canary): workers:0", "batch 2: workers:1, workers:2, workers:3"),
        simulation.all(Event.StepStarted.class).stream()
            .map(Event.StepStarted::title)
            .filter(title -> title.startsWith("batch"))
            .toList());
    assertTrue(simulation.elapsed().compareTo(Duration.ofMinutes(2)) > 0);
    assertTrue(simulation.elapsed().compareTo(Duration.ofMinutes(2).plusSeconds(10)) < 0);
  }

  @Test
  void withoutACanaryEveryBatchSoaks() {
    Step.Rollout rollout = soak(rollout(number(2), Optional.of(number(2))), Duration.ofMinutes(1));
    Report report = simulation.run(phase(service("workers"), rollout, Optional.empty()));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertTrue(simulation.elapsed().compareTo(Duration.ofMinutes(2)) > 0);
  }

  @Test
  void aCanaryThatIsStartedAnewWhileItSoaksStopsThePhase() {
    simulation.world.fault(
        "workers", Optional.of(0), new Fault.Flaps(Duration.ofSeconds(20), Fault.ALWAYS));
    Step.Rollout rollout =
        tolerating(soak(canary(oneByOne(0), number(1)), Duration.ofMinutes(1)), number(4));
    Report report = simulation.run(phase(service("workers"), rollout, Optional.empty()));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R016, failure.code(), report::toString);
    assertEquals("phase workers › canary", failure.path());
    assertTrue(
        failure
            .reason()
            .endsWith(
                "(done: none; failed: workers:0;" + " untouched: workers:1, workers:2, workers:3)"),
        failure.reason());
  }

  @Test
  void aBodyOfACanarySoaksToo() {
    simulation.world.fault(
        "workers", Optional.of(0), new Fault.Flaps(Duration.ofSeconds(20), Fault.ALWAYS));
    Step.Rollout rollout = soak(canary(oneByOne(3), number(1)), Duration.ofMinutes(1));
    Step body = block(restart(variable("it")));
    Report report = simulation.run(phase(service("workers"), rollout, Optional.of(body)));
    assertEquals(Code.R016, report.failure().orElseThrow().code(), report::toString);
    assertEquals(List.of("workers:0"), proven());
  }

  @Test
  void asManyAsAreToleratedMayFail() {
    simulation.world.fault("workers", Optional.of(1), new Fault.FailsStart(Fault.ALWAYS));
    Step.Rollout rollout = tolerating(oneByOne(2), number(1));
    Report report = simulation.run(phase(service("workers"), rollout, Optional.empty()));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(List.of("workers:0", "workers:2", "workers:3"), proven());
    Failure further = report.further().getFirst();
    assertTrue(further.reason().startsWith("tolerated, 1 of 1 so far: "), further.reason());
  }

  @Test
  void oneMoreThanIsToleratedStops() {
    simulation.world.fault("workers", Optional.of(0), new Fault.FailsStart(Fault.ALWAYS));
    simulation.world.fault("workers", Optional.of(2), new Fault.FailsStart(Fault.ALWAYS));
    Step.Rollout rollout = tolerating(oneByOne(0), number(1));
    Report report = simulation.run(phase(service("workers"), rollout, Optional.empty()));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R016, failure.code(), report::toString);
    assertTrue(
        failure
            .reason()
            .endsWith("(done: workers:1; failed: workers:0, workers:2; untouched: workers:3)"),
        failure.reason());
  }

  @Test
  void ofABatchOneMayFailWithoutTheOthers() {
    simulation.world.fault("workers", Optional.of(1), new Fault.FailsStart(Fault.ALWAYS));
    Step.Rollout rollout = tolerating(rollout(number(2), Optional.of(number(1))), percent("25"));
    for (Optional<Step> body :
        List.of(Optional.<Step>empty(), Optional.<Step>of(block(restart(variable("it")))))) {
      Report report = simulation.run(phase(service("workers"), rollout, body));
      assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
      assertEquals(3, simulation.world.running("workers"));
    }
  }

  @Test
  void aToleranceThatCouldBreakTheFloorIsRefused() {
    Step.Rollout rollout = tolerating(oneByOne(3), number(1));
    Report report = simulation.run(phase(service("workers"), rollout, Optional.empty()));
    assertEquals(Code.P014, report.failure().orElseThrow().code());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
  }

  @Test
  void whatFailedCountsAsDownEvenIfItRuns() {
    Step.Rollout rollout = tolerating(oneByOne(2), number(1));
    Step body =
        block(
            Steps.branch(
                new Formula.Binary(
                    BinaryOperator.EQUAL, variable("it"), Steps.member("workers", 0)),
                Steps.fail("no"),
                Optional.empty()),
            Steps.branch(
                new Formula.Binary(
                    BinaryOperator.EQUAL, variable("it"), Steps.member("workers", 1)),
                Steps.act(Action.STOP, variable("it")),
                Optional.empty()));
    Report report = simulation.run(phase(service("workers"), rollout, Optional.of(body)));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R013, failure.code(), report::toString);
    assertTrue(
        failure
            .reason()
            .contains("1 of 4 would be up, fewer than the floor of 2: workers:0 failed before"),
        failure.reason());
  }

  @Test
  void theOldestGoesFirst() {
    simulation.run(Steps.restart(Steps.member("workers", 0)));
    simulation.events.clear();
    Step.Rollout rollout = order(oneByOne(3), "oldest");
    Report report = simulation.run(phase(service("workers"), rollout, Optional.empty()));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(List.of("workers:1", "workers:2", "workers:3", "workers:0"), proven());
  }

  @Test
  void whoIsIdleGoesFirst() {
    simulation.world.fault("workers", Optional.of(0), new Fault.Busy(3));
    simulation.world.fault("workers", Optional.of(2), new Fault.Busy(1));
    Step.Rollout rollout = order(oneByOne(3), "idle");
    Report report = simulation.run(phase(service("workers"), rollout, Optional.empty()));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(List.of("workers:1", "workers:3", "workers:2", "workers:0"), proven());
  }

  @Test
  void anInterruptionIsNotTolerated() {
    Step.Rollout rollout = tolerating(oneByOne(0), number(4));
    Report report =
        simulation.runAndInterrupt(
            block(phase(service("workers"), rollout, Optional.empty())), Duration.ofMillis(1500));
    assertEquals(ExitCode.INTERRUPTED, report.exitCode(), report::toString);
    assertEquals(1, proven().size());
  }
}
