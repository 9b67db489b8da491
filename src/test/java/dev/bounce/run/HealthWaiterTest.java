package dev.bounce.run;

import static dev.bounce.run.Steps.awaitHealthy;
import static dev.bounce.run.Steps.restart;
import static dev.bounce.run.Steps.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.sim.Fault;
import dev.bounce.diag.Code;
import dev.bounce.plan.ProbePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Health that comes late, goes again, or does not hold. */
final class HealthWaiterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String URL = "http://front:8000/";

  private final Simulation simulation =
      new Simulation()
          .service(
              "web",
              1,
              new ProbePlan.Http(
                  Steps.text(URL), Optional.empty(), Optional.empty(), Optional.empty()),
              new ProbePlan.Tcp(Steps.text("cache:6379"), Optional.empty()));

  private Report await(Duration soak, Duration within) {
    return simulation.run(awaitHealthy(Optional.of(service("web")), soak, within));
  }

  private boolean isPast(Duration time) {
    return simulation.elapsed().compareTo(time) >= 0;
  }

  @Test
  void allProbesHaveToAnswerWell() {
    simulation.host.serve(URL, 200, "", () -> isPast(Duration.ofSeconds(1)));
    simulation.host.serve("tcp://cache:6379", 200, "", () -> isPast(Duration.ofSeconds(3)));
    Report report = await(Duration.ZERO, MINUTE);
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertTrue(isPast(Duration.ofSeconds(3)));
    assertTrue(!isPast(Duration.ofMillis(3200)), () -> "noticed at " + simulation.elapsed());
  }

  @Test
  void theSoakIsCountedFromTheLastFailureAndEndsWhenItIsOver() {
    simulation.host.serve(URL, 200, "", () -> !isPast(Duration.ofSeconds(4)) || isPast(late()));
    Report report = await(Duration.ofSeconds(10), MINUTE);
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertTrue(isPast(late().plusSeconds(10)), () -> "ended at " + simulation.elapsed());
    assertTrue(!isPast(late().plusMillis(10_050)), () -> "ended at " + simulation.elapsed());
    assertEquals(
        List.of(true, false, true),
        simulation.all(Event.Health.class).stream().map(Event.Health::healthy).toList());
  }

  private static Duration late() {
    return Duration.ofMillis(4300);
  }

  @Test
  void aMemberThatLosesItsHealthAgainAndAgainFlaps() {
    simulation.host.serve(URL, 200, "", () -> simulation.elapsed().toMillis() % 2000 < 1500);
    Report report = await(Duration.ofSeconds(5), MINUTE);
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R007, failure.code());
    assertTrue(
        failure.reason().startsWith("web:0 does not stay up: it lost its health 3 times"),
        failure.reason());
    assertTrue(!isPast(Duration.ofSeconds(10)), () -> "ended at " + simulation.elapsed());
  }

  @Test
  void aMemberThatGoesDownWhileItSoaksIsNotWaitedForAnyLonger() {
    Report report;
    try (Scheduler.Background _ = simulation.scheduler.start(this::crashInAWhile)) {
      report = await(Duration.ofSeconds(30), MINUTE);
    }
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R007, failure.code());
    assertTrue(failure.reason().contains("it went down"), failure.reason());
    assertTrue(!isPast(Duration.ofSeconds(6)), () -> "ended at " + simulation.elapsed());
  }

  @Test
  void whatNobodyStartsAgainIsNotWaitedFor() {
    simulation.host.serve(URL, 503, "", () -> true);
    Report report;
    try (Scheduler.Background _ = simulation.scheduler.start(this::crashInAWhile)) {
      report = await(Duration.ZERO, MINUTE);
    }
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R007, failure.code());
    assertTrue(
        failure.reason().startsWith("web:0 is down, and nobody starts it again"), failure.reason());
    assertTrue(isPast(Duration.ofSeconds(8)) && !isPast(Duration.ofSeconds(10)));
  }

  @Test
  void whatItsServiceManagerStartsAgainIsWaitedFor() {
    simulation.host.serve(URL, 200, "", () -> isPast(Duration.ofSeconds(30)));
    simulation.host.serve("tcp://cache:6379", 200, "", () -> true);
    simulation.world.fault("web", Optional.of(0), new Fault.Flaps(Duration.ofSeconds(4), 2));
    Report report =
        simulation.run(
            restart(service("web")),
            awaitHealthy(Optional.of(service("web")), Duration.ZERO, MINUTE));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
  }

  private void crashInAWhile() {
    try {
      simulation.scheduler.sleep(Duration.ofSeconds(5));
      simulation.world.crash("web", Optional.of(0));
    } catch (InterruptedException _) {
      // The run was over before.
    }
  }

  @Test
  void aRestartByItselfInTheMiddleOfASoakFails() {
    simulation.world.fault("web", Optional.of(0), new Fault.Flaps(Duration.ofSeconds(9), 1));
    Report report =
        simulation.run(
            restart(service("web")),
            awaitHealthy(Optional.of(service("web")), Duration.ofSeconds(20), MINUTE));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R007, failure.code());
    assertTrue(failure.reason().contains("does not stay up"), failure.reason());
  }

  /** What a look says that the bound has cut short is nothing that anybody could repair. */
  @Test
  void atTheBoundTheLastCompleteLookTells() {
    simulation.host.serve(URL, 503, "", () -> true);
    Duration within = Duration.ofSeconds(10);
    Report report;
    try (Scheduler.Background _ =
        simulation.scheduler.start(() -> endTheServiceManager(within.minusMillis(1)))) {
      report = await(Duration.ZERO, within);
    }
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R007, failure.code());
    assertTrue(failure.reason().contains("web:0: "), failure.reason());
    assertTrue(failure.reason().contains("503"), failure.reason());
  }

  @Test
  void aServiceManagerThatIsGoneIsTold() {
    simulation.host.serve(URL, 503, "", () -> true);
    Report report;
    try (Scheduler.Background _ =
        simulation.scheduler.start(() -> endTheServiceManager(Duration.ofSeconds(5)))) {
      report = await(Duration.ZERO, Duration.ofSeconds(10));
    }
    Failure failure = report.failure().orElseThrow();
    assertTrue(failure.reason().contains("does not answer"), failure.reason());
  }

  private void endTheServiceManager(Duration after) {
    try {
      simulation.scheduler.sleep(after);
      simulation.world.disconnect("web");
    } catch (InterruptedException _) {
      // The run was over before.
    }
  }
}
