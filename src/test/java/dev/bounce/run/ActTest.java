package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.sim.Fault;
import dev.bounce.diag.Code;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Step;
import dev.bounce.run.MemberReport.Deed;
import dev.bounce.run.MemberReport.Outcome;
import dev.bounce.value.Value.ListValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Actions and their proofs. */
final class ActTest {
  private final Simulation simulation = new Simulation().service("web", 3);

  @Test
  void aRestartIsDoneWhenEveryMemberHasANewIdentity() {
    Report report = simulation.run(Steps.restart(Steps.service("web")));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(3, report.members().size());
    for (MemberReport member : report.members()) {
      assertEquals(Outcome.DONE, member.outcome());
      assertTrue(member.deeds().contains(Deed.RESTARTED));
      assertNotEquals(member.before(), member.after());
      assertTrue(member.after().startsWith("pid "));
    }
    assertEquals(3, simulation.all(Event.Proven.class).size());
  }

  @Test
  void effectsAreAnnouncedBeforeTheFirstIsSent() {
    var _ = simulation.run(Steps.restart(Steps.service("web")));
    List<Event> events = simulation.events;
    List<String> announced = List.of();
    int sent = 0;
    for (Event event : events) {
      if (event instanceof Event.EffectsPlanned planned) {
        announced = planned.effects();
        sent = 0;
      } else if (event instanceof Event.EffectSent effect) {
        assertEquals(announced.get(sent), effect.effect());
        sent++;
      }
    }
    assertEquals(
        List.of("stop", "start"),
        simulation.all(Event.EffectsPlanned.class).stream()
            .map(planned -> planned.effects().getFirst().split(" ", -1)[1])
            .toList());
  }

  @Test
  void aMemberThatDoesNotComeUpFailsTheStepAndTheOthersAreBroughtUp() {
    simulation.world.fault("web", Optional.of(1), new Fault.FailsStart(Fault.ALWAYS));
    Report report = simulation.run(Steps.restart(Steps.service("web")), Steps.log("never"));
    Failure failure = report.failure().orElseThrow();
    assertEquals(Code.R002, failure.code());
    assertEquals("restart web", failure.path());
    assertTrue(failure.reason().startsWith("1 of 3 members: web:1 did not come up"));
    assertTrue(failure.logTail().getLast().contains("exited too quickly"), failure::toString);
    assertEquals(ExitCode.FAILED, report.exitCode());
    assertEquals(
        List.of(Outcome.DONE, Outcome.FAILED, Outcome.DONE),
        report.members().stream().map(MemberReport::outcome).toList());
    assertTrue(report.members().get(1).state().startsWith("failed (FATAL"));
    assertEquals(2, simulation.world.running("web"));
    assertEquals("log", report.untouched().getFirst().title());
    assertEquals(1, simulation.all(Event.NotProven.class).size());
  }

  @Test
  void aMemberThatDiesInItsStableWindowIsNotBelieved() {
    simulation.world.fault("web", Optional.of(0), new Fault.Flaps(Duration.ofMillis(400), 1));
    Report report = simulation.run(Steps.restart(Steps.service("web")));
    assertEquals(Code.R015, report.failure().orElseThrow().code());
    assertTrue(report.failure().orElseThrow().reason().contains("died within 1s"));
  }

  @Test
  void aMemberThatIgnoresTermIsKilled() {
    simulation.world.fault("web", Optional.of(2), new Fault.IgnoresTerm());
    Report report = simulation.run(Steps.restart(Steps.service("web")));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertTrue(report.members().get(2).deeds().contains(Deed.KILLED));
    assertTrue(!report.members().get(1).deeds().contains(Deed.KILLED));
    assertEquals(
        List.of("simulated kill of web:2"),
        simulation.all(Event.EffectsPlanned.class).get(1).effects());
  }

  @Test
  void aMemberThatCannotBeStoppedIsLeftAloneAndTheOthersAreStartedAgain() {
    simulation.world.fault("web", Optional.of(0), new Fault.HangsInStop());
    Report report = simulation.run(Steps.restart(Steps.service("web")));
    assertEquals(Code.R003, report.failure().orElseThrow().code());
    assertEquals(2, simulation.world.running("web"));
    assertEquals(Outcome.FAILED, report.members().getFirst().outcome());
  }

  @Test
  void aLostReplyIsNoFailureWhereTheMemberShowsThatTheEffectWasTaken() {
    simulation.world.fault("web", Optional.of(1), new Fault.LosesReply(2));
    Report report = simulation.run(Steps.restart(Steps.service("web")));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(2, simulation.all(Event.EffectRefused.class).size());
  }

  @Test
  void aRefusalFailsThatMemberAtOnce() {
    simulation.world.fault("web", Optional.of(1), new Fault.Refuses(1));
    Report report = simulation.run(Steps.restart(Steps.service("web")));
    assertEquals(Code.B004, report.failure().orElseThrow().code());
    assertEquals(3, simulation.world.running("web"));
    assertTrue(simulation.elapsed().compareTo(Duration.ofSeconds(5)) < 0);
  }

  @Test
  void theManagerMayBeSilentForAWhile() {
    EventSink blinding =
        event -> {
          simulation.events.add(event);
          if (event instanceof Event.EffectSent sent && sent.effect().contains("stop of web:2")) {
            simulation.world.goBlind(Duration.ofSeconds(4));
          }
        };
    Report report = simulation.sink(blinding).run(Steps.restart(Steps.service("web")));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
  }

  @Test
  void startingWhatRunsChangesNothingAndIsProven() {
    Report report = simulation.run(Steps.act(Action.START, Steps.service("web")));
    assertEquals(ExitCode.DONE, report.exitCode());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
    assertTrue(report.members().stream().allMatch(member -> member.deeds().isEmpty()));
    assertEquals(3, simulation.all(Event.Proven.class).size());
  }

  @Test
  void stopAndStartBringBackOthers() {
    Report report =
        simulation.run(
            Steps.act(Action.STOP, Steps.service("web")),
            Steps.act(Action.START, Steps.service("web")));
    assertEquals(ExitCode.DONE, report.exitCode());
    MemberReport member = report.members().getFirst();
    assertEquals("pid 1001", member.before());
    assertNotEquals(member.before(), member.after());
    assertEquals(
        List.of(Action.STOP, Action.START),
        member.acts().stream().map(MemberReport.Act::action).toList());
    assertTrue(member.deeds().containsAll(List.of(Deed.STOPPED, Deed.STARTED)));
  }

  @Test
  void aReloadKeepsTheProcess() {
    Report report = simulation.run(Steps.act(Action.RELOAD, Steps.service("web")));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    MemberReport member = report.members().getFirst();
    assertEquals(member.before(), member.after());
    assertTrue(member.deeds().contains(Deed.RELOADED));
  }

  @Test
  void anEmptyTargetIsAnError() {
    Report report = simulation.run(Steps.restart(Steps.constant(new ListValue(List.of()))));
    assertEquals(Code.P008, report.failure().orElseThrow().code());
    assertEquals(ExitCode.PRECONDITION, report.exitCode());
  }

  @Test
  void aServiceWithoutMembersIsAnError() {
    Report report = new Simulation().service("none", 0).run(Steps.restart(Steps.service("none")));
    assertEquals(Code.P008, report.failure().orElseThrow().code());
  }

  @Test
  void aMemberThatIsNotThereIsAnError() {
    Report report = simulation.run(Steps.restart(Steps.member("web", 7)));
    assertEquals(Code.P011, report.failure().orElseThrow().code());
  }

  @Test
  void oneMemberIsRestartedAndTheOthersAreUntouched() {
    Report report = simulation.run(Steps.restart(Steps.member("web", 1)));
    assertEquals(
        List.of(Outcome.UNTOUCHED, Outcome.DONE, Outcome.UNTOUCHED),
        report.members().stream().map(MemberReport::outcome).toList());
  }

  @Test
  void servicesFollowEachOtherAndAFailureLeavesTheRestUntouched() {
    simulation.service("workers", 2);
    simulation.world.fault("web", Optional.empty(), new Fault.FailsStart(Fault.ALWAYS));
    Report report = simulation.run(Steps.restart(Steps.services("web", "workers")));
    assertEquals(ExitCode.FAILED, report.exitCode());
    assertEquals(2, simulation.world.running("workers"));
    assertTrue(
        report.members().stream()
            .filter(member -> member.service().equals("workers"))
            .allMatch(member -> member.outcome() == Outcome.UNTOUCHED));
  }

  @Test
  void aBoundThatPassesBetweenStopAndStartStillSendsTheStart() {
    Simulation slow =
        new Simulation()
            .service(
                "web",
                1,
                Map.of("stop-time", Steps.seconds(3), "boot", Steps.seconds(20)),
                Optional.empty());
    Report report = slow.run(Steps.restart(Steps.service("web"), Duration.ofSeconds(5)));
    assertEquals(Code.R004, report.failure().orElseThrow().code());
    assertEquals(
        List.of("simulated stop of web:0", "simulated start of web:0"),
        slow.all(Event.EffectSent.class).stream().map(Event.EffectSent::effect).toList());
    assertTrue(slow.elapsed().compareTo(Duration.ofSeconds(6)) < 0);
  }

  @Test
  void aBoundThatPassesWhileItStopsStillSendsTheStart() throws Exception {
    Simulation slow =
        new Simulation()
            .service(
                "web",
                2,
                Map.of("stop-time", Steps.seconds(3), "boot", Steps.seconds(2)),
                Optional.empty());
    Report report = slow.run(Steps.restart(Steps.service("web"), Duration.ofSeconds(1)));
    assertEquals(Code.R004, report.failure().orElseThrow().code());
    assertEquals(
        List.of("stop of web:0", "stop of web:1", "start of web:0", "start of web:1"),
        slow.all(Event.EffectSent.class).stream()
            .map(sent -> sent.effect().replace("simulated ", ""))
            .toList());
    assertTrue(slow.elapsed().compareTo(Duration.ofSeconds(4)) < 0);
    slow.scheduler.sleep(Duration.ofSeconds(3));
    assertEquals(2, slow.world.running("web"));
  }

  @Test
  void whatIsOnlyStoppedIsNotWaitedForWhenItsBoundHasPassed() {
    Simulation slow =
        new Simulation()
            .service("web", 1, Map.of("stop-time", Steps.seconds(30)), Optional.empty());
    Report report = slow.run(Steps.act(Action.STOP, Steps.service("web"), Duration.ofSeconds(1)));
    assertEquals(Code.R004, report.failure().orElseThrow().code());
    assertTrue(slow.elapsed().compareTo(Duration.ofSeconds(2)) < 0);
  }

  @Test
  void whatCannotBeLookedUpIsFoundBeforeAnythingIsChanged() {
    simulation.service("far", 1).service("ghost", 1);
    simulation.world.disconnect("far");
    Report report =
        simulation.run(Steps.restart(Steps.service("web")), Steps.restart(Steps.service("far")));
    assertEquals(ExitCode.PRECONDITION, report.exitCode());
    assertEquals(Code.B001, report.failure().orElseThrow().code());
    assertEquals("restart far", report.failure().orElseThrow().path());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
    assertEquals(List.of(), simulation.all(Event.StepStarted.class));
    assertEquals(2, report.untouched().size());
  }

  /** A command before it might change the file. */
  @Test
  void whatFilesDecideIsLookedUpBeforehandUnlessACommandComesFirst() {
    simulation.service("far", 1);
    simulation.world.disconnect("far");
    simulation.host.file("/srv/far", "");
    Formula decides = new Formula.Call("exists", List.of(Formula.text("/srv/far")), Map.of());
    Step branch = Steps.branch(decides, Steps.restart(Steps.service("far")), Optional.empty());
    Report report = simulation.run(Steps.restart(Steps.service("web")), branch);
    assertEquals(ExitCode.PRECONDITION, report.exitCode());
    assertEquals(Code.B001, report.failure().orElseThrow().code());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
    Report later = simulation.run(Steps.command("true"), branch);
    assertEquals(ExitCode.FAILED, later.exitCode());
  }

  @Test
  void aMemberThatIsNamedByItsIndexIsLookedUpBeforehandToo() {
    Report report =
        simulation.run(
            Steps.restart(Steps.service("web")),
            Steps.restart(new Formula.Element(Steps.service("web"), Steps.number(7))));
    assertEquals(ExitCode.PRECONDITION, report.exitCode());
    assertEquals(Code.P011, report.failure().orElseThrow().code());
    assertEquals(List.of(), simulation.all(Event.EffectsPlanned.class));
  }

  @Test
  void anActionThatFindsNothingToDoDoesNotHideWhatWasDone() {
    Report report =
        simulation.run(
            Steps.restart(Steps.service("web")), Steps.act(Action.START, Steps.service("web")));
    MemberReport member = report.members().getFirst();
    assertEquals(Optional.of(Action.RESTART), member.action());
    assertNotEquals(member.before(), member.after());
  }
}
