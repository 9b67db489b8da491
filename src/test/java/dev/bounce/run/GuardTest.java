package dev.bounce.run;

import static dev.bounce.run.Steps.block;
import static dev.bounce.run.Steps.fail;
import static dev.bounce.run.Steps.guard;
import static dev.bounce.run.Steps.log;
import static dev.bounce.run.Steps.number;
import static dev.bounce.run.Steps.percent;
import static dev.bounce.run.Steps.phase;
import static dev.bounce.run.Steps.restart;
import static dev.bounce.run.Steps.service;
import static dev.bounce.run.Steps.sleep;
import static dev.bounce.run.Steps.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import dev.bounce.plan.Formula;
import dev.bounce.plan.ProbePlan;
import dev.bounce.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Guards and their budgets. */
final class GuardTest {
  private static final ProbePlan FRONT =
      new ProbePlan.Http(
          Steps.text("http://front:8000/"), Optional.empty(), Optional.empty(), Optional.empty());

  /** A front that answers while any member runs. */
  private final Simulation simulation = new Simulation().service("web", 3, FRONT);

  private static Step guarded(Formula errors, Step body) {
    return guard(service("web"), errors, Optional.empty(), body);
  }

  @Test
  void aPhaseLosesNothing() {
    Step phase = phase(service("web"), number(1), Optional.of(number(2)));
    Report report =
        simulation.run(
            guarded(number(0), block(phase)),
            log(new Formula.Attribute(variable("guard"), "failures")));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(List.of("0"), simulation.logged());
    GuardFigures figures = report.guards().getFirst().figures();
    assertEquals(0, figures.failures());
    assertTrue(figures.requests() > 10, figures::toString);
  }

  @Test
  void aRestartOfAllAtOnceSpendsTheBudgetAndIsStillBroughtToItsProof() {
    Report report =
        simulation.run(guarded(number(0), block(restart(service("web")), log("never"))));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R008, failure.code());
    assertEquals("guard web", failure.path());
    assertTrue(failure.reason().contains("refused), more than 0"), failure.reason());
    assertEquals(List.of(), simulation.logged());
    assertEquals(3, simulation.world.running("web"));
    GuardFigures figures = simulation.all(Event.Guarded.class).getFirst().figures();
    assertEquals(Map.of("refused", figures.failures()), figures.kinds());
    assertEquals(GuardFailure.Kind.REFUSED, figures.first().getFirst().kind());
    assertTrue(figures.first().getFirst().after().isPositive(), figures::toString);
  }

  @Test
  void aSpentBudgetEndsWaitsAtOnce() {
    Report report =
        simulation.run(
            guarded(number(0), block(restart(service("web")), sleep(Duration.ofHours(1)))));
    assertEquals(ExitCode.FAILED, report.exitCode());
    assertTrue(simulation.elapsed().compareTo(Duration.ofMinutes(1)) < 0);
  }

  @Test
  void aShareIsJudgedAtTheEnd() {
    Report over = simulation.run(guarded(percent("1"), block(restart(service("web")))));
    assertEquals(Code.R008, over.failure().orElseThrow().code());
    Simulation second = new Simulation().service("web", 3, FRONT);
    Report within =
        second.run(
            guarded(percent("10"), block(restart(service("web")), sleep(Duration.ofSeconds(60)))));
    assertEquals(ExitCode.DONE, within.exitCode(), within::toString);
  }

  @Test
  void aServiceThatDoesNotAnswerBeforehandIsLeftAlone() {
    simulation.host.serve("http://front:8000/", 503, "");
    Report report = simulation.run(guarded(number(0), block(restart(service("web")))));
    assertEquals(Code.R008, report.failure().orElseThrow().code());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
  }

  @Test
  void theFailureOfTheBodyStays() {
    Report report = simulation.run(guarded(number(0), block(fail("x"))));
    assertEquals("x", report.failure().orElseThrow().reason());
    assertEquals(1, report.guards().size());
  }

  @Test
  void withoutProbesTheBackendIsAsked() {
    Simulation plain = new Simulation().service("web", 2);
    Report report =
        plain.run(
            guard(
                service("web"),
                number(0),
                Optional.empty(),
                block(restart(Steps.member("web", 0)))));
    assertEquals(Code.R008, report.failure().orElseThrow().code());
  }

  @Test
  void failuresAreToldApartByKind() {
    long second = Duration.ofSeconds(1).toNanos();
    simulation.host.serve(
        "http://front:8000/", 200, "", () -> simulation.scheduler.nanoTime() < 2 * second);
    simulation.world.crash("web", Optional.empty());
    Report report =
        simulation.run(guarded(number(3), block(sleep(Duration.ofSeconds(5)))), log("never"));
    Failure failure = report.failure().orElseThrow();
    assertEquals(
        "4 of 12 probes failed (4 refused), more than 3, first after 2s: web:0:"
            + " connection refused",
        failure.reason());
    GuardFigures figures = report.guards().getFirst().figures();
    assertEquals(
        List.of(2000L, 2250L, 2500L, 2750L),
        figures.first().stream().map(one -> one.after().toMillis()).toList());
  }

  @Test
  void everyAttributeHasAValue() {
    simulation.host.serve("http://front:8000/", 503, "");
    Report report =
        simulation.run(
            guarded(number(100), block(sleep(Duration.ofMillis(1100)))),
            log(new Formula.Attribute(variable("guard"), "bad-status")),
            log(new Formula.Attribute(variable("guard"), "timed-out")),
            log(new Formula.Attribute(variable("guard"), "p95")));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(List.of("5", "0", "0s"), simulation.logged());
  }
}
