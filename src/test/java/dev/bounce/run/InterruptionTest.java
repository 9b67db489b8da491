package dev.bounce.run;

import static dev.bounce.run.Steps.awaitCondition;
import static dev.bounce.run.Steps.awaitHealthy;
import static dev.bounce.run.Steps.block;
import static dev.bounce.run.Steps.cleanup;
import static dev.bounce.run.Steps.command;
import static dev.bounce.run.Steps.log;
import static dev.bounce.run.Steps.onFailure;
import static dev.bounce.run.Steps.parallel;
import static dev.bounce.run.Steps.restart;
import static dev.bounce.run.Steps.retry;
import static dev.bounce.run.Steps.service;
import static dev.bounce.run.Steps.sleep;
import static dev.bounce.run.Steps.truth;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import dev.bounce.plan.Step;
import dev.bounce.run.MemberReport.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ctrl-C, once and twice. */
final class InterruptionTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Simulation simulation =
      new Simulation()
          .service(
              "web",
              2,
              Map.of("stop-time", Steps.seconds(3), "boot", Steps.seconds(3)),
              Optional.empty());

  private Report interrupted(Step step) {
    return simulation.runAndInterrupt(
        cleanup(onFailure(block(step, log("never")), log("failure")), log("finally")), SOON);
  }

  private void assertEndedSoon(Report report) {
    assertEquals(ExitCode.INTERRUPTED, report.exitCode(), report::toString);
    assertEquals(Code.R011, report.failure().orElseThrow().code());
    assertEquals(List.of("failure", "finally"), simulation.logged());
    assertEquals(SOON, simulation.elapsed());
    assertEquals(1, simulation.all(Event.Interrupted.class).size());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aSleepEndsAtOnceAndHandlersRun() {
    assertEndedSoon(interrupted(sleep(HOUR)));
  }

  @Test
  void aCommandIsEnded() {
    simulation.host.command(List.of("slow"), "", 0, HOUR);
    assertEndedSoon(interrupted(command("slow")));
  }

  @Test
  void aConditionIsNoLongerWaitedFor() {
    assertEndedSoon(interrupted(awaitCondition(truth(false), HOUR)));
  }

  @Test
  void healthIsNoLongerWaitedFor() {
    assertEndedSoon(interrupted(awaitHealthy(Optional.of(service("web")), HOUR, HOUR)));
  }

  @Test
  void parallelStepsAllEnd() {
    assertEndedSoon(interrupted(parallel(sleep(HOUR), sleep(HOUR), block(sleep(HOUR)))));
  }

  @Test
  void nothingIsTriedAgain() {
    assertEndedSoon(interrupted(retry(5, Duration.ZERO, block(sleep(HOUR)))));
  }

  @Test
  void aRestartIsBroughtToItsProof() {
    Report report = interrupted(restart(service("web")));
    assertEquals(ExitCode.INTERRUPTED, report.exitCode());
    assertEquals(List.of("failure", "finally"), simulation.logged());
    assertEquals(2, simulation.world.running("web"));
    assertTrue(
        report.members().stream().allMatch(member -> member.outcome() == Outcome.DONE),
        report::toString);
    assertTrue(simulation.elapsed().compareTo(Duration.ofSeconds(6)) >= 0);
  }

  @Test
  void whatWasRequestedBeforeTheRunChangesNothing() {
    simulation.interruption.request();
    Report report = simulation.run(restart(service("web")));
    assertEquals(ExitCode.INTERRUPTED, report.exitCode());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
  }

  @Test
  void handlersAreNotEndedByTheFirstRequest() {
    Report report =
        simulation.runAndInterrupt(
            onFailure(block(Steps.fail("x")), block(sleep(Duration.ofSeconds(5)), log("handled"))),
            SOON);
    assertEquals(List.of("handled"), simulation.logged());
    assertEquals(ExitCode.FAILED, report.exitCode());
  }

  @Test
  void theSecondRequestEndsEverythingAtOnce() {
    Report report =
        simulation.runAndInterrupt(
            cleanup(block(restart(service("web"))), block(log("finally"))),
            SOON,
            Duration.ofMillis(500));
    assertEquals(ExitCode.INTERRUPTED, report.exitCode());
    assertEquals(Duration.ofMillis(2500), simulation.elapsed());
    assertEquals(List.of(), simulation.logged());
    assertTrue(
        report.members().stream().allMatch(member -> member.outcome() == Outcome.IN_DOUBT),
        report::toString);
    assertEquals(
        List.of(false, true),
        simulation.all(Event.Interrupted.class).stream().map(Event.Interrupted::atOnce).toList());
  }

  @Test
  void theSecondRequestEndsHandlersToo() {
    Report report =
        simulation.runAndInterrupt(onFailure(block(sleep(HOUR)), block(sleep(HOUR))), SOON, SOON);
    assertEquals(ExitCode.INTERRUPTED, report.exitCode());
    assertEquals(SOON.multipliedBy(2), simulation.elapsed());
  }
}
