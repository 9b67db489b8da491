package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.sim.Fault;
import dev.bounce.backend.sim.SimulatedWorld;
import dev.bounce.diag.Code;
import dev.bounce.plan.Batches;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Step;
import dev.bounce.run.MemberReport.Outcome;
import dev.bounce.value.Value;
import dev.bounce.value.Value.IntegerValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Phases with a canary, a soak and a tolerance, in which members fail. Each seed is one world; the
 * name of a failed test holds the seed.
 */
final class RolloutSimulationTest {
  private static final int SEEDS = 300;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whoeverFails(long seed) throws Exception {
    Scenario scenario = new Scenario(seed);
    scenario.assertEverythingHolds(scenario.run());
  }

  @Test
  void allEndsAreReached() throws Exception {
    Set<String> ends = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      Report report = new Scenario(seed).run();
      ends.add(report.exitCode() + (report.further().isEmpty() ? "" : " with failures"));
    }
    assertTrue(ends.containsAll(Set.of("DONE", "DONE with failures", "FAILED")), ends::toString);
  }

  /** One world, one plan, and what goes wrong. */
  private static final class Scenario {
    final Simulation simulation;
    final Random random;
    final int members;
    final int canary;
    final int tolerated;
    final int floor;
    final Batches<Integer> batches;
    final boolean oldest;
    final List<String> trouble = new ArrayList<>();
    final Map<String, Condition> conditions = new HashMap<>();

    Scenario(long seed) throws EvaluationException {
      simulation = new Simulation(seed);
      random = new Random(seed);
      members = 2 + random.nextInt(6);
      canary = random.nextInt(3);
      tolerated = random.nextInt(3);
      oldest = random.nextBoolean();
      batches =
          Batches.of(
              IntStream.range(0, members).boxed().toList(),
              new IntegerValue(1 + random.nextInt(3)),
              Optional.<Value>of(new IntegerValue(canary)).filter(_ -> canary > 0));
      floor = random.nextInt(members - batches.mostDown(tolerated) + 1);
      simulation.service("web", members);
      for (int i = 0; i < members; i++) {
        conditions.put("web:" + i, Condition.RUNNING);
      }
      simulation.world.listen(this::watch);
    }

    private Fault fault() {
      return switch (random.nextInt(4)) {
        case 0 -> new Fault.IgnoresTerm();
        case 1 -> new Fault.HangsInStop();
        case 2 -> new Fault.Refuses(Fault.ALWAYS);
        default -> new Fault.FailsStart(Fault.ALWAYS);
      };
    }

    Report run() {
      int size = batches.all().get(batches.all().size() > 1 && canary > 0 ? 1 : 0).size();
      Step.Rollout rollout = Steps.rollout(Steps.number(size), Optional.of(Steps.number(floor)));
      rollout = canary > 0 ? Steps.canary(rollout, Steps.number(canary)) : rollout;
      rollout = Steps.tolerating(rollout, Steps.number(tolerated));
      rollout = oldest ? Steps.order(rollout, "oldest") : rollout;
      rollout = random.nextBoolean() ? Steps.soak(rollout, Duration.ofSeconds(5)) : rollout;
      Step body = Steps.block(Steps.restart(Steps.variable("it")));
      Step phase =
          Steps.phase(
              Steps.service("web"), rollout, Optional.of(body).filter(_ -> random.nextBoolean()));
      int youngest = random.nextInt(members);
      Step first = Steps.restart(Steps.member("web", youngest));
      for (int i = 0; i < random.nextInt(4); i++) {
        int member = random.nextInt(members);
        if (member != youngest) {
          simulation.world.fault("web", Optional.of(member), fault());
        }
      }
      return simulation.run(first, phase);
    }

    /** Samples the floor whenever the phase takes a member down. */
    private void watch(SimulatedWorld.Change change) {
      String member = change.state().member();
      boolean wasUp = conditions.get(member) == Condition.RUNNING;
      conditions.put(member, change.state().condition());
      long running = conditions.values().stream().filter(Condition.RUNNING::equals).count();
      if (change.deed().equals("stop") && wasUp && running < floor && hasPhaseBegun()) {
        trouble.add("%d run when %s is stopped, not %d".formatted(running, member, floor));
      }
    }

    private boolean hasPhaseBegun() {
      return simulation.all(Event.Expanded.class).stream().findAny().isPresent();
    }

    void assertEverythingHolds(Report report) {
      assertEquals(List.of(), trouble);
      List<String> failed = named(report, Outcome.FAILED);
      List<List<String>> expected = expected();
      if (report.exitCode() == ExitCode.DONE) {
        assertTrue(failed.size() <= tolerated, () -> failed + " of " + tolerated);
        if (canary > 0) {
          assertTrue(expected.getFirst().stream().noneMatch(failed::contains), failed::toString);
        }
      } else {
        assertEquals(Code.R016, report.failure().orElseThrow().code(), report::toString);
        boolean byCanary = canary > 0 && expected.getFirst().stream().anyMatch(failed::contains);
        assertTrue(byCanary || failed.size() > tolerated, () -> failed + " of " + tolerated);
      }
      assertBatchesInOrder(report, expected);
    }

    private static List<String> named(Report report, Outcome outcome) {
      return report.members().stream()
          .filter(member -> member.outcome() == outcome)
          .map(MemberReport::member)
          .toList();
    }

    /** Returns the batches as the run announced them. */
    private List<List<String>> expected() {
      List<List<String>> expected =
          simulation.all(Event.Expanded.class).getFirst().keys().stream()
              .map(key -> List.of(key.replaceFirst("batch-[0-9]+: ", "").split(", ")))
              .toList();
      assertEquals(
          batches.all().stream().map(List::size).toList(),
          expected.stream().map(List::size).toList());
      return expected;
    }

    private void assertBatchesInOrder(Report report, List<List<String>> expected) {
      List<String> flat = expected.stream().flatMap(List::stream).toList();
      String youngest =
          simulation.all(Event.Proven.class).stream().findFirst().orElseThrow().member();
      assertEquals(oldest ? members - 1 : index(youngest), flat.indexOf(youngest));
      List<Integer> begun =
          simulation.all(Event.EffectSent.class).stream()
              .filter(sent -> sent.step().text().contains("batch-"))
              .map(sent -> batchOf(sent.member(), expected))
              .toList();
      assertEquals(begun.stream().sorted().toList(), begun);
      int last = begun.isEmpty() ? -1 : begun.getLast();
      named(report, Outcome.UNTOUCHED)
          .forEach(member -> assertTrue(batchOf(member, expected) >= last, member));
    }

    private static int index(String member) {
      return Integer.parseInt(member.substring(member.indexOf(':') + 1));
    }

    private static int batchOf(String member, List<List<String>> expected) {
      return IntStream.range(0, expected.size())
          .filter(i -> expected.get(i).contains(member))
          .findFirst()
          .orElseThrow();
    }
  }
}
