package dev.bounce.run;

import static dev.bounce.run.Steps.attempt;
import static dev.bounce.run.Steps.awaitCondition;
import static dev.bounce.run.Steps.awaitHealthy;
import static dev.bounce.run.Steps.bind;
import static dev.bounce.run.Steps.block;
import static dev.bounce.run.Steps.branch;
import static dev.bounce.run.Steps.check;
import static dev.bounce.run.Steps.cleanup;
import static dev.bounce.run.Steps.command;
import static dev.bounce.run.Steps.confirm;
import static dev.bounce.run.Steps.fail;
import static dev.bounce.run.Steps.failAgain;
import static dev.bounce.run.Steps.log;
import static dev.bounce.run.Steps.loop;
import static dev.bounce.run.Steps.onFailure;
import static dev.bounce.run.Steps.onSuccess;
import static dev.bounce.run.Steps.parallel;
import static dev.bounce.run.Steps.restart;
import static dev.bounce.run.Steps.retry;
import static dev.bounce.run.Steps.service;
import static dev.bounce.run.Steps.shell;
import static dev.bounce.run.Steps.sleep;
import static dev.bounce.run.Steps.text;
import static dev.bounce.run.Steps.texts;
import static dev.bounce.run.Steps.truth;
import static dev.bounce.run.Steps.variable;
import static dev.bounce.run.Steps.within;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.sim.Fault;
import dev.bounce.diag.Code;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Step;
import dev.bounce.run.Event.Status;
import dev.bounce.value.Value.SecretValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every kind of step but acts and phases. */
final class FlowTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Simulation simulation = new Simulation().service("web", 2);

  @Test
  void stepsFollowEachOtherAndEachEndsOnce() {
    Report report = simulation.run(log("a"), log("b"));
    assertEquals(List.of("a", "b"), simulation.logged());
    assertEquals(ExitCode.DONE, report.exitCode());
    assertEquals(
        simulation.all(Event.StepStarted.class).stream().map(Event.StepStarted::step).toList(),
        simulation.all(Event.StepFinished.class).stream()
            .map(Event.StepFinished::step)
            .sorted()
            .toList());
  }

  @Test
  void handlersRunInOrderAndTheFailureStays() {
    Report report =
        simulation.runAll(
            cleanup(
                onFailure(
                    onSuccess(block(log("a"), fail("broken"), log("b")), log("success")),
                    log(new Formula.Attribute(variable("failure"), "reason"))),
                log("finally")));
    assertEquals(List.of("a", "broken", "finally"), simulation.logged());
    assertEquals(ExitCode.FAILED, report.exitCode());
    assertEquals(Code.R009, report.failure().orElseThrow().code());
  }

  @Test
  void afterSuccessTheSuccessHandlerAndTheCleanupRun() {
    Report report =
        simulation.runAll(
            cleanup(onFailure(onSuccess(block(log("a")), log("b")), log("x")), log("c")));
    assertEquals(List.of("a", "b", "c"), simulation.logged());
    assertEquals(ExitCode.DONE, report.exitCode());
  }

  @Test
  void aFailingHandlerIsReportedBesideTheFailure() {
    Report report = simulation.runAll(onFailure(block(fail("first")), fail("second")));
    assertEquals("first", report.failure().orElseThrow().reason());
    assertEquals("second", report.further().getFirst().reason());
    assertEquals(1, report.further().size());
  }

  @Test
  void failingAgainIsNoOtherFailure() {
    Report report = simulation.runAll(onFailure(block(fail("first")), failAgain()));
    assertEquals("first", report.failure().orElseThrow().reason());
    assertEquals(List.of(), report.further());
  }

  @Test
  void aHandledFailureIsOver() {
    Report report =
        simulation.run(
            attempt(block(fail("x")), Optional.of(log("handled")), Optional.of(log("last"))),
            log("on"));
    assertEquals(ExitCode.DONE, report.exitCode());
    assertEquals(List.of("handled", "last", "on"), simulation.logged());
  }

  @Test
  void aTryWithoutHandlerDoesNotSwallow() {
    Report report =
        simulation.run(attempt(block(fail("x")), Optional.empty(), Optional.of(log("last"))));
    assertEquals(ExitCode.FAILED, report.exitCode());
    assertEquals(List.of("last"), simulation.logged());
  }

  @Test
  void aHandlerMayFailAgain() {
    Report report =
        simulation.run(attempt(block(fail("x")), Optional.of(failAgain()), Optional.empty()));
    assertEquals("x", report.failure().orElseThrow().reason());
    assertEquals(List.of(), report.further());
  }

  @Test
  void aHandlerThatFailsOtherwiseIsTheFailureAndTheFirstOneIsKept() {
    Report report =
        simulation.run(attempt(block(fail("x")), Optional.of(fail("y")), Optional.empty()));
    assertEquals("y", report.failure().orElseThrow().reason());
    assertEquals("x", report.further().getFirst().reason());
  }

  @Test
  void thePathOfAFailureLeavesBlocksOut() {
    Report report = simulation.run(within(SECOND, block(retry(1, SECOND, block(fail("x"))))));
    assertEquals("within › retry › fail", report.failure().orElseThrow().path());
  }

  @Test
  void branchesAndWhatIsSkipped() {
    Report report =
        simulation.run(
            branch(truth(true), block(log("yes")), Optional.of(block(log("no")))),
            branch(truth(false), block(log("no")), Optional.of(block(log("else")))),
            branch(truth(false), block(log("no")), Optional.empty()));
    assertEquals(List.of("yes", "else"), simulation.logged());
    assertEquals(ExitCode.DONE, report.exitCode());
    assertEquals(
        1,
        simulation.all(Event.StepFinished.class).stream()
            .filter(step -> step.status() == Status.SKIPPED)
            .count());
    assertEquals(List.of(), report.untouched());
  }

  @Test
  void loopsBindTheirElementAndDoNotSeeEachOther() {
    Report report =
        simulation.run(
            loop(
                "x",
                texts("a", "b", "c"),
                3,
                10,
                block(
                    bind("y", variable("x")),
                    sleep(SECOND),
                    log(new Formula.Join(List.of(variable("x"), variable("y")))))));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(List.of("aa", "bb", "cc"), simulation.logged().stream().sorted().toList());
    assertEquals(SECOND, simulation.elapsed());
    assertEquals(
        List.of("1/1.body", "1/2.body", "1/3.body"),
        simulation.all(Event.StepStarted.class).stream()
            .map(step -> step.step().text())
            .filter(id -> id.endsWith("body"))
            .sorted()
            .toList());
  }

  @Test
  void aLoopOverMoreThanPlannedDoesNotBegin() {
    Report report = simulation.run(loop("x", texts("a", "b"), 1, 1, block(log("x"))));
    assertEquals(Code.P007, report.failure().orElseThrow().code());
    assertEquals(List.of(), simulation.logged());
  }

  @Test
  void afterAFailureNoFurtherIterationBegins() {
    Report report =
        simulation.run(loop("x", texts("a", "b", "c"), 2, 10, block(sleep(SECOND), fail("no"))));
    assertEquals(ExitCode.FAILED, report.exitCode());
    assertTrue(simulation.elapsed().compareTo(SECOND) == 0, "the third one has begun");
  }

  @Test
  void parallelStepsTakeAsLongAsTheLongest() {
    Report report =
        simulation.run(parallel(sleep(SECOND), sleep(SECOND.multipliedBy(3)), sleep(SECOND)));
    assertEquals(ExitCode.DONE, report.exitCode());
    assertEquals(SECOND.multipliedBy(3), simulation.elapsed());
  }

  @Test
  void allParallelFailuresAreReported() {
    Report report =
        simulation.run(
            parallel(block(sleep(SECOND), fail("a")), log("x"), block(sleep(SECOND), fail("b"))));
    assertEquals(ExitCode.FAILED, report.exitCode());
    List<String> reasons = new ArrayList<>();
    reasons.add(report.failure().orElseThrow().reason());
    report.further().forEach(failure -> reasons.add(failure.reason()));
    assertEquals(List.of("a", "b"), reasons);
  }

  @Test
  void retryTriesAgainAfterAWhile() {
    simulation.host.command(List.of("flaky"), "", 1, Duration.ZERO);
    Report report = simulation.run(retry(3, SECOND, block(command("flaky"))));
    assertEquals(Code.R005, report.failure().orElseThrow().code());
    assertEquals(3, simulation.host.commands().size());
    assertEquals(SECOND.multipliedBy(2), simulation.elapsed());
  }

  @Test
  void aBoundCutsEveryWaitInsideAndNamesTheStepThatWasRunning() {
    for (boolean outerFirst : List.of(true, false)) {
      Simulation fresh = new Simulation();
      Duration outer = Duration.ofSeconds(outerFirst ? 3 : 8);
      Duration inner = Duration.ofSeconds(outerFirst ? 8 : 3);
      Report report =
          fresh.run(within(outer, block(within(inner, block(sleep(Duration.ofHours(1)))))));
      Failure failure = report.failure().orElseThrow();
      assertEquals(Code.R004, failure.code());
      assertEquals("within › within › sleep", failure.path());
      assertTrue(failure.reason().contains("bound of 3s"), failure.reason());
      assertEquals(Duration.ofSeconds(3), fresh.elapsed());
    }
  }

  @Test
  void aBoundEndsACommand() {
    simulation.host.command(List.of("slow"), "", 0, Duration.ofHours(1));
    Report report = simulation.run(within(SECOND, block(command("slow"))));
    assertEquals(Code.R004, report.failure().orElseThrow().code());
    assertEquals(SECOND, simulation.elapsed());
  }

  @Test
  void handlersHaveTheirOwnTimeAfterABoundHasPassed() {
    Report report =
        simulation.run(
            within(
                SECOND,
                onFailure(block(sleep(Duration.ofHours(1))), block(sleep(SECOND), log("h")))));
    assertEquals(List.of("h"), simulation.logged());
    assertEquals(ExitCode.FAILED, report.exitCode());
  }

  @Test
  void aCheckThatComesFirstIsAPrecondition() {
    Report report = simulation.run(check(truth(false), "no", true), log("x"));
    assertEquals(ExitCode.PRECONDITION, report.exitCode());
    assertEquals(Code.R006, report.failure().orElseThrow().code());
    assertEquals("no", report.failure().orElseThrow().reason());
    assertEquals(
        ExitCode.FAILED, new Simulation().run(check(truth(false), "no", false)).exitCode());
    assertEquals(ExitCode.DONE, new Simulation().run(check(truth(true), "", true)).exitCode());
  }

  @Test
  void aConditionIsWaitedForAndItsTroubleIsNamed() {
    Formula missing =
        new Formula.Call(
            "json", List.of(new Formula.Call("file", List.of(text("/x")), Map.of())), Map.of());
    Report late = simulation.run(awaitCondition(missing, SECOND));
    assertEquals(Code.R004, late.failure().orElseThrow().code());
    assertTrue(late.failure().orElseThrow().reason().contains("/x is missing"));
    assertEquals(SECOND, simulation.elapsed());
    Formula exists = new Formula.Call("exists", List.of(text("/x")), Map.of());
    Simulation later = new Simulation();
    later.host.command(List.of("make"), "", 0, SECOND);
    Report done =
        later
            .sink(event -> {
              if (event instanceof Event.StepFinished step && step.title().equals("sleep")) {
                later.host.file("/x", "");
              }
            })
            .run(parallel(sleep(SECOND), awaitCondition(exists, Duration.ofMinutes(1))));
    assertEquals(ExitCode.DONE, done.exitCode());
    assertEquals(SECOND, later.elapsed());
  }

  @Test
  void aCommandsOutputIsSeenAndBound() {
    simulation.host.command(List.of("tool", "x"), "one\ntwo\n", 3, Duration.ZERO);
    Report report =
        simulation.run(
            command(Optional.of("out"), "tool", "x"),
            log(
                new Formula.Join(
                    List.of(
                        new Formula.Attribute(variable("out"), "code"),
                        text(" "),
                        new Formula.Attribute(variable("out"), "output")))));
    assertEquals(ExitCode.DONE, report.exitCode());
    assertEquals(List.of("3 one\ntwo\n"), simulation.logged());
    assertEquals(
        List.of("one", "two"),
        simulation.all(Event.Output.class).stream().map(Event.Output::line).toList());
  }

  @Test
  void aFailingCommandShowsItsLastLines() {
    simulation.host.command(List.of("tool"), "one\ntwo\n", 3, Duration.ZERO);
    Failure failure = simulation.run(command("tool")).failure().orElseThrow();
    assertEquals(Code.R005, failure.code());
    assertEquals("tool ended with exit code 3", failure.reason());
    assertEquals(List.of("one", "two"), failure.logTail());
  }

  @Test
  void valuesReachTheShellInItsEnvironmentOnly() {
    String attack = "$(touch /evil/x); `id`; \"'";
    var _ = simulation.run(shell("echo \"$BOUNCE_1\"", Map.of("BOUNCE_1", text(attack))));
    var command = simulation.host.commands().getFirst();
    assertEquals(List.of("/bin/sh", "-c", "echo \"$BOUNCE_1\""), command.arguments());
    assertEquals(attack, command.environment().get("BOUNCE_1"));
  }

  @Test
  void whatAFileLoadsIsSecretAndEndsWithItsBlock() {
    simulation.host.file("/srv/.env", "TOKEN=swordfish\n");
    simulation.host.command(List.of("show"), "token swordfish!\n", 1, Duration.ZERO);
    Report report =
        simulation.run(
            block(Steps.loadEnvironment("/srv/.env"), command("first")),
            command("second"),
            command("show"));
    var commands = simulation.host.commands();
    assertEquals("swordfish", commands.getFirst().environment().get("TOKEN"));
    assertFalse(commands.get(1).environment().containsKey("TOKEN"));
    assertEquals("token •••!", simulation.all(Event.Output.class).getFirst().line());
    assertFalse(report.toString().contains("swordfish"), report::toString);
    assertFalse(simulation.events.toString().contains("swordfish"));
  }

  @Test
  void aFileMayNotSayWhichCodeIsExecuted() {
    simulation.host.file("/srv/.env", "A=b\nexport LD_PRELOAD=/evil/evil.so\n");
    Report report = simulation.run(Steps.loadEnvironment("/srv/.env"), command("first"));
    assertEquals(Code.R018, report.failure().orElseThrow().code());
    assertFalse(report.failure().orElseThrow().reason().contains("evil"));
    assertEquals(List.of(), simulation.host.commands());
  }

  @Test
  void secretsAreMaskedWhereverTheyTurnUp() {
    Formula secret = Steps.constant(new SecretValue("swordfish"));
    Formula joined = new Formula.Join(List.of(text("Bearer "), secret));
    simulation.host.command(List.of("tool"), "I was given swordfish\n", 1, Duration.ZERO);
    Report report =
        simulation.run(
            bind("token", secret),
            log(joined),
            Steps.command(
                new Formula.Elements(List.of(text("tool"))),
                new Step.CommandContext(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new Formula.Entries(Map.of("TOKEN", joined))),
                    Optional.empty(),
                    Steps.context(Bounds.COMMAND).within())));
    assertEquals(
        "Bearer swordfish", simulation.host.commands().getFirst().environment().get("TOKEN"));
    assertFalse(simulation.events.toString().contains("swordfish"), simulation.events::toString);
    assertFalse(report.toString().contains("swordfish"), report::toString);
    assertEquals("I was given •••", simulation.all(Event.Output.class).getFirst().line());
  }

  @Test
  void aSecretNeverStandsInAnArgumentVector() {
    Formula secret =
        new Formula.Join(List.of(text("--token="), Steps.constant(new SecretValue("swordfish"))));
    Report report =
        simulation.run(
            Steps.command(
                new Formula.Elements(List.of(text("tool"), secret)),
                Steps.context(Bounds.COMMAND)));
    assertEquals(Code.R014, report.failure().orElseThrow().code());
    assertFalse(report.toString().contains("swordfish"), report::toString);
    assertEquals(List.of(), simulation.host.commands());
  }

  @Test
  void aPersonMayDecline() {
    Confirmation no =
        new Confirmation() {
          @Override
          public boolean isPossible() {
            return true;
          }

          @Override
          public boolean confirms(String question) {
            return false;
          }
        };
    Report report = simulation.confirmation(no).run(log("a"), confirm("sure?"), log("b"));
    assertEquals(ExitCode.DECLINED, report.exitCode());
    assertEquals(Status.DECLINED, report.status());
    assertEquals(List.of("a"), simulation.logged());
  }

  @Test
  void thatNobodyCanBeAskedIsFoundBeforeTheFirstStep() {
    Report report =
        simulation.confirmation(Confirmation.IMPOSSIBLE).run(log("a"), confirm("sure?"));
    assertEquals(ExitCode.PRECONDITION, report.exitCode());
    assertEquals(Code.R017, report.failure().orElseThrow().code());
    assertEquals(List.of(), simulation.logged());
  }

  @Test
  void waitingForHealthWithoutATargetMeansWhatWasTouched() {
    Report nothing = simulation.run(awaitHealthy(Optional.empty(), Duration.ZERO, SECOND));
    assertEquals(Code.P008, nothing.failure().orElseThrow().code());
    Simulation touched = new Simulation().service("web", 2).service("other", 1);
    Report report =
        touched.run(
            restart(Steps.member("web", 1)),
            awaitHealthy(Optional.empty(), SECOND, Duration.ofSeconds(10)));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(
        List.of("web:1"),
        touched.all(Event.Health.class).stream().map(Event.Health::member).toList());
  }

  @Test
  void whatDoesNotBecomeHealthyIsNamedWithItsAnswer() {
    simulation.world.crash("web", Optional.of(1));
    Report report =
        simulation.run(
            awaitHealthy(Optional.of(service("web")), Duration.ZERO, Duration.ofSeconds(2)));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R007, failure.code());
    assertTrue(failure.reason().contains("web:1: failed (crashed)"), failure.reason());
    assertEquals(Duration.ofSeconds(2), simulation.elapsed());
  }

  @Test
  void aMemberThatIsStartedAnewWhileItSoaksDoesNotStayUp() {
    simulation.world.fault("web", Optional.of(0), new Fault.Flaps(Duration.ofSeconds(4), 1));
    Report report =
        simulation.run(
            restart(service("web")),
            awaitHealthy(
                Optional.of(service("web")), Duration.ofSeconds(10), Duration.ofMinutes(1)));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R007, failure.code());
    assertEquals("wait healthy", failure.path());
  }
}
