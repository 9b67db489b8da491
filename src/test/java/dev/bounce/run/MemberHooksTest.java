package dev.bounce.run;

import static dev.bounce.run.Steps.block;
import static dev.bounce.run.Steps.fail;
import static dev.bounce.run.Steps.hook;
import static dev.bounce.run.Steps.log;
import static dev.bounce.run.Steps.member;
import static dev.bounce.run.Steps.number;
import static dev.bounce.run.Steps.phase;
import static dev.bounce.run.Steps.restart;
import static dev.bounce.run.Steps.service;
import static dev.bounce.run.Steps.sleep;
import static dev.bounce.run.Steps.text;
import static dev.bounce.run.Steps.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.sim.Fault;
import dev.bounce.diag.Code;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Hook;
import dev.bounce.plan.ServiceHooks;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a service says is done around a restart of its members. */
final class MemberHooksTest {
  private static final String IT = "it~2";

  private final Simulation simulation = new Simulation().service("web", 4);

  private static Step says(String word) {
    Formula name = new Formula.Attribute(variable(IT), "name");
    return log(new Formula.Join(List.of(text(word + " "), name)));
  }

  private static Optional<Step> hookOf(Hook hook, Step... steps) {
    return Optional.of(Steps.numbered(block(steps), new StepId("web").child(hook.key())));
  }

  private static ServiceHooks hooks(Step... drain) {
    return new ServiceHooks(
        IT,
        hookOf(Hook.DRAIN, drain),
        hookOf(Hook.UNDRAIN, says("undrain")),
        hookOf(Hook.BEFORE_RESTART, says("before")));
  }

  private static Step phaseOf(int by) {
    return phase(service("web"), number(by), Optional.of(number(0)));
  }

  /** What was said and what was proven, in this order. */
  private List<String> happened() {
    return simulation.events.stream()
        .filter(event -> event instanceof Event.Logged || event instanceof Event.Proven)
        .map(event ->
            event instanceof Event.Logged logged
                ? logged.message()
                : "restarted " + ((Event.Proven) event).member())
        .toList();
  }

  @Test
  void aPhaseDrainsRestartsAndPutsBackBatchByBatch() {
    Report report = simulation.hooks("web", hooks(says("drain"))).run(phaseOf(2));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(
        List.of(
            "drain web:0",
            "drain web:1",
            "before web:0",
            "before web:1",
            "restarted web:0",
            "restarted web:1",
            "undrain web:0",
            "undrain web:1"),
        happened().subList(0, 8).stream().sorted(MemberHooksTest::onlyRestarts).toList());
    assertEquals(16, happened().size());
    assertEquals(
        List.of("1/batch-1/drain-web:0", "1/batch-1/drain-web:0.1"),
        simulation.all(Event.StepStarted.class).stream()
            .map(step -> step.step().text())
            .filter(id -> id.contains("drain-web:0") && !id.contains("undrain"))
            .toList());
  }

  /** Members of a batch are proven in any order. */
  private static int onlyRestarts(String one, String other) {
    boolean both = one.startsWith("restarted") && other.startsWith("restarted");
    return both ? one.compareTo(other) : 0;
  }

  @Test
  void whatDoesNotComeUpStaysDrainedAndTheOthersDoNot() {
    simulation.world.fault("web", Optional.of(1), new Fault.FailsStart(Fault.ALWAYS));
    Report report = simulation.hooks("web", hooks(says("drain"))).run(phaseOf(2));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R016, failure.code());
    assertTrue(failure.reason().contains("; web:1 stays drained (done: none"), failure.reason());
    assertEquals("undrain web:0", simulation.logged().getLast());
  }

  @Test
  void anInterruptionWhileDrainingPutsBackWhatWasNotTouched() {
    simulation.hooks("web", hooks(says("drain"), sleep(Duration.ofSeconds(10))));
    Report report = simulation.runAndInterrupt(block(phaseOf(2)), Duration.ofSeconds(15));
    assertEquals(ExitCode.INTERRUPTED, report.exitCode(), report::toString);
    assertEquals(
        List.of("drain web:0", "drain web:1", "undrain web:0", "undrain web:1"), happened());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
  }

  @Test
  void whatIsEndedAtOnceStaysDrainedAndIsNamed() {
    simulation.hooks("web", hooks(says("drain"), sleep(Duration.ofSeconds(10))));
    Report report =
        simulation.runAndInterrupt(block(phaseOf(1)), Duration.ofSeconds(5), Duration.ZERO);
    assertEquals(ExitCode.INTERRUPTED, report.exitCode(), report::toString);
    String reason = report.failure().orElseThrow().reason();
    assertTrue(reason.endsWith("web:0 stays drained"), reason);
    assertEquals(List.of("drain web:0"), happened());
  }

  @Test
  void aDrainThatFailsIsTakenBack() {
    Report report =
        simulation.hooks("web", hooks(says("drain"), fail("still busy"))).run(phaseOf(1));
    assertTrue(report.failure().orElseThrow().reason().contains("still busy"), report::toString);
    assertEquals(List.of("drain web:0", "undrain web:0"), happened());
  }

  @Test
  void anUndrainThatFailsLeavesItDrainedAndEndsThePhase() {
    ServiceHooks broken =
        new ServiceHooks(
            IT,
            hookOf(Hook.DRAIN, says("drain")),
            hookOf(Hook.UNDRAIN, fail("no nginx")),
            Optional.empty());
    Report report = simulation.hooks("web", broken).run(phaseOf(1));
    String reason = report.failure().orElseThrow().reason();
    assertTrue(reason.contains("no nginx; web:0 stays drained"), reason);
    assertEquals(List.of("drain web:0", "restarted web:0"), happened());
  }

  @Test
  void theFloorIsLookedAtAgainOnceMembersAreDrained() {
    simulation.hooks("web", hooks(says("drain"), sleep(Duration.ofSeconds(10))));
    Report report;
    try (Scheduler.Background _ = simulation.scheduler.start(this::crashLater)) {
      report = simulation.run(phase(service("web"), number(1), Optional.of(number(3))));
    }
    assertEquals(Code.R013, report.failure().orElseThrow().code(), report::toString);
    assertEquals(List.of("drain web:0", "undrain web:0"), happened());
  }

  private void crashLater() {
    try {
      simulation.scheduler.sleep(Duration.ofSeconds(5));
      simulation.world.crash("web", Optional.of(3));
    } catch (InterruptedException _) {
      // The run was over before.
    }
  }

  @Test
  void aRestartDoesWhatComesBeforeItAndDrainsNothing() {
    Report report = simulation.hooks("web", hooks(says("drain"))).run(restart(member("web", 2)));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(List.of("before web:2", "restarted web:2"), happened());
  }

  @Test
  void whatComesBeforeARestartCanPreventIt() {
    ServiceHooks hooks =
        new ServiceHooks(
            IT,
            Optional.empty(),
            Optional.empty(),
            hookOf(Hook.BEFORE_RESTART, fail("a migration runs")));
    Report report = simulation.hooks("web", hooks).run(restart(service("web")));
    assertEquals("a migration runs", report.failure().orElseThrow().reason());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
  }

  @Test
  void membersAreDrainedAndPutBackByStatements() {
    Report report =
        simulation
            .hooks("web", hooks(says("drain")))
            .run(hook(Hook.DRAIN, member("web", 1)), hook(Hook.UNDRAIN, service("web")));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(
        List.of("drain web:1", "undrain web:0", "undrain web:1", "undrain web:2", "undrain web:3"),
        happened());
  }

  @Test
  void aServiceThatDoesNotSayHowIsNotDrained() {
    Report report = simulation.run(hook(Hook.DRAIN, service("web")));
    assertEquals(Code.P012, report.failure().orElseThrow().code(), report::toString);
  }

  @Test
  void whatWouldComeBackToItselfIsEnded() {
    Report report =
        simulation.hooks("web", hooks(Steps.act(Action.RESTART, variable(IT)))).run(phaseOf(1));
    String reason = report.failure().orElseThrow().reason();
    assertTrue(reason.contains("would come back to itself"), reason);
    assertEquals(4, simulation.world.running("web"));
  }

  @Test
  void aLinkIsSwitchedAndItsOldTargetIsSaid() {
    simulation.host.link("/srv/current", "releases/1");
    Report report = simulation.run(Steps.link("/srv/current", "releases/2"));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(
        List.of("/srv/current points to releases/2; it pointed to releases/1"),
        simulation.logged());
  }

  @Test
  void whatIsNoLinkIsNotReplaced() {
    simulation.host.file("/srv/current", "text");
    Report report = simulation.run(Steps.link("/srv/current", "releases/2"));
    assertEquals(Code.R014, report.failure().orElseThrow().code(), report::toString);
  }
}
