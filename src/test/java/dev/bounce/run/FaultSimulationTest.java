package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.sim.Fault;
import dev.bounce.backend.sim.SimulatedWorld;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepId;
import dev.bounce.run.MemberReport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rolling restarts in which everything goes wrong at any moment. Each seed is one world; the name
 * of a failed test holds the seed.
 */
final class FaultSimulationTest {
  private static final int SEEDS = 400;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverGoesWrong(long seed) {
    Scenario scenario = new Scenario(seed);
    Report report = scenario.run();
    scenario.assertEverythingHolds(report);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = 0; seed < 10; seed++) {
      Scenario first = new Scenario(seed);
      Scenario second = new Scenario(seed);
      assertEquals(first.run(), second.run(), "seed " + seed);
      assertEquals(first.simulation.events, second.simulation.events, "seed " + seed);
    }
  }

  @Test
  void bothEndsAreReached() {
    Set<ExitCode> ends = new HashSet<>();
    for (long seed = 0; seed < 60; seed++) {
      ends.add(new Scenario(seed).run().exitCode());
    }
    assertTrue(ends.containsAll(Set.of(ExitCode.DONE, ExitCode.FAILED)), ends::toString);
  }

  /** One world, one plan, and what goes wrong. */
  private static final class Scenario {
    final Simulation simulation;
    final Random random;
    final int members;
    final int batch;
    final int floor;
    final List<String> trouble = new ArrayList<>();
    final Map<String, Condition> conditions = new HashMap<>();
    final Set<String> lostSinceLook = new HashSet<>();

    Scenario(long seed) {
      simulation = new Simulation(seed);
      random = new Random(seed);
      members = 2 + random.nextInt(5);
      batch = 1 + random.nextInt(Math.max(1, members / 2));
      floor = random.nextInt(members - batch + 1);
      simulation.service("web", members);
      simulation.world.listen(this::watch);
      simulation.sink(this::look);
      for (int i = 0; i < random.nextInt(4); i++) {
        simulation.world.fault("web", Optional.of(random.nextInt(members)), fault());
      }
    }

    private Fault fault() {
      int times = random.nextBoolean() ? 1 : Fault.ALWAYS;
      return switch (random.nextInt(6)) {
        case 0 -> new Fault.FailsStart(times);
        case 1 -> new Fault.IgnoresTerm();
        case 2 -> new Fault.HangsInStop();
        case 3 -> new Fault.LosesReply(1 + random.nextInt(3));
        case 4 -> new Fault.Refuses(1);
        default -> new Fault.Flaps(Duration.ofMillis(100 + random.nextInt(4000)), times);
      };
    }

    Report run() {
      Step phase =
          random.nextBoolean()
              ? Steps.phase(
                  Steps.service("web"), Steps.number(batch), Optional.of(Steps.number(floor)))
              : Steps.phase(
                  Steps.service("web"),
                  Steps.number(batch),
                  Optional.of(Steps.number(floor)),
                  Steps.block(
                      Steps.restart(Steps.variable("it")),
                      Steps.awaitHealthy(
                          Optional.of(Steps.variable("it")),
                          Duration.ofSeconds(2),
                          Bounds.HEALTHY)));
      try (Scheduler.Background _ = simulation.scheduler.start(this::disturb)) {
        return simulation.runAll(
            Steps.cleanup(
                Steps.onFailure(Steps.block(phase), Steps.log("failure")), Steps.log("finally")));
      }
    }

    /** Crashes and silences at any time. */
    private void disturb() {
      try {
        for (int i = 0; i < 2; i++) {
          simulation.scheduler.sleep(Duration.ofMillis(random.nextInt(8000)));
          switch (random.nextInt(4)) {
            case 0 -> simulation.world.crash("web", Optional.of(random.nextInt(members)));
            case 1 -> simulation.world.goBlind(Duration.ofMillis(random.nextInt(6000)));
            default -> {}
          }
        }
      } catch (InterruptedException _) {
        // The run was over before.
      }
    }

    private void look(Event event) {
      simulation.events.add(event);
      if (event instanceof Event.Observed observed) {
        observed.members().forEach(it -> conditions.put(it.member(), it.condition()));
        if (observed.step().text().matches(".*/batch-[0-9]+")) {
          lostSinceLook.clear();
        }
      }
    }

    /** Samples the floor whenever the runner takes a member down. */
    private void watch(SimulatedWorld.Change change) {
      String member = change.state().member();
      boolean up = change.state().isRunning();
      boolean wasUp = conditions.getOrDefault(member, Condition.RUNNING) == Condition.RUNNING;
      conditions.put(member, change.state().condition());
      if (change.deed().isEmpty() && !up && wasUp) {
        lostSinceLook.add(member);
      }
      if (change.deed().equals("stop") && wasUp) {
        long running = conditions.values().stream().filter(Condition.RUNNING::equals).count();
        if (running + lostSinceLook.size() < floor) {
          trouble.add(
              "%d run when %s is stopped, the floor is %d".formatted(running, member, floor));
        }
      }
    }

    void assertEverythingHolds(Report report) {
      assertEquals(List.of(), trouble);
      assertEveryStepEndsOnce();
      assertEffectsAreAnnounced();
      assertMembersAreAccountedFor(report);
      Duration longest = Duration.ofSeconds(10 + 5 + 31 + 5).plus(Bounds.HEALTHY).plus(Bounds.CALL);
      assertTrue(
          simulation.elapsed().compareTo(longest.multipliedBy(members)) < 0,
          () -> "it took " + simulation.elapsed());
      Event last = simulation.events.getLast();
      assertTrue(last instanceof Event.RunFinished);
      assertEquals(report.exitCode() == ExitCode.DONE, report.failure().isEmpty());
      if (report.exitCode() != ExitCode.PRECONDITION) {
        assertEquals("finally", simulation.logged().getLast());
      }
    }

    private void assertEveryStepEndsOnce() {
      Set<StepId> open = new HashSet<>();
      Set<StepId> ended = new HashSet<>();
      for (Event event : simulation.events) {
        if (event instanceof Event.StepStarted started) {
          assertFalse(ended.contains(started.step()), () -> started.step() + " began twice");
          assertTrue(open.add(started.step()), () -> started.step() + " began twice");
        } else if (event instanceof Event.StepFinished finished) {
          assertTrue(open.remove(finished.step()), () -> finished.step() + " ended twice");
          ended.add(finished.step());
        }
      }
      assertEquals(Set.of(), open);
    }

    private void assertEffectsAreAnnounced() {
      Map<StepId, List<String>> announced = new HashMap<>();
      for (Event event : simulation.events) {
        switch (event) {
          case Event.EffectsPlanned planned ->
              announced.put(planned.step(), new ArrayList<>(planned.effects()));
          case Event.EffectSent sent ->
              assertTrue(
                  announced.getOrDefault(sent.step(), new ArrayList<>()).remove(sent.effect()),
                  sent::toString);
          case Event.EffectRefused sent ->
              assertTrue(
                  announced.getOrDefault(sent.step(), new ArrayList<>()).remove(sent.effect()),
                  sent::toString);
          case Event other -> assertNotEquals("", other.toString());
        }
      }
    }

    private void assertMembersAreAccountedFor(Report report) {
      if (report.exitCode() == ExitCode.PRECONDITION) {
        return;
      }
      assertEquals(members, report.members().size(), report::toString);
      for (MemberReport member : report.members()) {
        assertNotEquals(Outcome.IN_DOUBT, member.outcome(), member::toString);
        assertFalse(member.state().isEmpty(), member::toString);
        if (report.exitCode() == ExitCode.DONE) {
          assertEquals(Outcome.DONE, member.outcome(), member::toString);
        }
        if (member.outcome() == Outcome.DONE) {
          assertNotEquals(member.before(), member.after(), member::toString);
        }
      }
    }
  }
}
