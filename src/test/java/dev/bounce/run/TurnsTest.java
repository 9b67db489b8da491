package dev.bounce.run;

import static dev.bounce.run.Steps.block;
import static dev.bounce.run.Steps.number;
import static dev.bounce.run.Steps.ordered;
import static dev.bounce.run.Steps.phase;
import static dev.bounce.run.Steps.restart;
import static dev.bounce.run.Steps.service;
import static dev.bounce.run.Steps.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.sim.Fault;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Step;
import dev.bounce.run.MemberReport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several services at the same time, but for those that come after one another. */
final class TurnsTest {
  private static final int MANY = 16;

  private final Simulation simulation =
      new Simulation().service("db", 1).service("cache", 1).service("api", 2).service("web", 1);

  private static Step.Turn restarting(String name, String... after) {
    return turn(name, restart(service(name)), after);
  }

  private static Step diamond(int atOnce) {
    return ordered(
        atOnce,
        restarting("db"),
        restarting("cache"),
        restarting("api", "db", "cache"),
        restarting("web", "api"));
  }

  @Test
  void whatDoesNotComeAfterEachOtherGoesAtTheSameTime() {
    Report report = simulation.run(diamond(MANY));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertTrue(lastProven("db") > firstSent("cache"), this::told);
    assertTrue(lastProven("cache") > firstSent("db"), this::told);
    assertAfter("api", "db");
    assertAfter("api", "cache");
    assertAfter("web", "api");
  }

  /** No service waits for one that it does not come after. */
  @Test
  void aServiceWaitsForItsOwnOnly() {
    Simulation uneven =
        new Simulation()
            .service("slow", 1, Map.of("boot", Steps.seconds(20)), Optional.empty())
            .service("db", 1)
            .service("web", 1);
    Step step = ordered(MANY, restarting("slow"), restarting("db"), restarting("web", "db"));
    Report report = uneven.run(step);
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertTrue(last(uneven, "slow") > last(uneven, "web"), () -> uneven.events.toString());
  }

  @Test
  void oneAtATimeWhereNoMoreMay() {
    Report report = simulation.run(diamond(1));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertTrue(
        firstSent("cache") > lastProven("db") || firstSent("db") > lastProven("cache"), this::told);
  }

  @Test
  void afterAFailureNothingBeginsAndWhatHasBegunIsProven() {
    simulation.world.fault("cache", Optional.empty(), new Fault.FailsStart(Fault.ALWAYS));
    Report report = simulation.run(diamond(MANY));
    assertEquals(ExitCode.FAILED, report.exitCode(), report::toString);
    assertEquals("restart all parallel › restart cache", report.failure().orElseThrow().path());
    assertEquals(Outcome.DONE, outcome(report, "db:0"));
    assertEquals(-1, firstSent("api"));
    assertEquals(-1, firstSent("web"));
    assertEquals(
        List.of("restart api", "restart web"),
        report.untouched().stream().map(StepReport::title).toList());
  }

  @Test
  void afterAFailureAPhaseBeginsNoFurtherBatch() {
    Simulation phases = new Simulation().service("db", 1).service("workers", 8);
    phases.world.fault("db", Optional.empty(), new Fault.FailsStart(Fault.ALWAYS));
    Step rolling = phase(service("workers"), number(1), Optional.empty());
    Report report = phases.run(ordered(MANY, restarting("db"), turn("workers", rolling)));
    assertEquals(ExitCode.FAILED, report.exitCode(), report::toString);
    assertEquals("restart all parallel › restart db", report.failure().orElseThrow().path());
    assertEquals(List.of(), report.further());
    assertEquals(8, phases.world.running("workers"));
    List<Outcome> outcomes =
        IntStream.range(0, 8).mapToObj(index -> outcome(report, "workers:" + index)).toList();
    assertEquals(Outcome.DONE, outcomes.getFirst(), outcomes::toString);
    assertEquals(Outcome.UNTOUCHED, outcomes.getLast(), outcomes::toString);
    assertTrue(outcomes.stream().noneMatch(Outcome.FAILED::equals), outcomes::toString);
  }

  @Test
  void eachPhaseToleratesForItself() {
    Simulation phases = new Simulation().service("a", 4).service("b", 4);
    phases.world.fault("a", Optional.of(1), new Fault.FailsStart(Fault.ALWAYS));
    phases.world.fault("b", Optional.of(2), new Fault.FailsStart(Fault.ALWAYS));
    List<Step.Turn> turns = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      Step.Rollout rollout = Steps.rollout(number(1), Optional.of(number(2)));
      turns.add(
          turn(name, phase(service(name), Steps.tolerating(rollout, number(1)), Optional.empty())));
    }
    Report report = phases.run(ordered(MANY, turns.toArray(Step.Turn[]::new)));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(3, phases.world.running("a"));
    assertEquals(3, phases.world.running("b"));
  }

  @Test
  void anInterruptionBeginsNothingNew() {
    Report report = simulation.runAndInterrupt(block(diamond(MANY)), Duration.ofMillis(1));
    assertEquals(ExitCode.INTERRUPTED, report.exitCode(), report::toString);
    assertEquals(-1, firstSent("api"));
    assertEquals(1, simulation.world.running("db"));
    assertEquals(1, simulation.world.running("cache"));
  }

  /** Whatever the order and whoever fails: nothing begins before what it comes after is proven. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void neverBeforeWhatItComesAfter(long seed) {
    Random random = new Random(seed);
    Simulation any = new Simulation(seed);
    List<Step.Turn> turns = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Formula boot = Steps.duration(Duration.ofMillis(random.nextInt(5000)));
      any.service("s" + i, 1, Map.of("boot", boot), Optional.empty());
      String[] after =
          IntStream.range(0, i)
              .filter(_ -> random.nextInt(4) == 0)
              .mapToObj(other -> "s" + other)
              .toArray(String[]::new);
      turns.add(restarting("s" + i, after));
    }
    boolean fails = seed % 3 == 0;
    if (fails) {
      any.world.fault("s4", Optional.empty(), new Fault.FailsStart(Fault.ALWAYS));
    }
    Report report = any.run(ordered(1 + random.nextInt(4), turns.toArray(Step.Turn[]::new)));
    assertEquals(fails ? ExitCode.FAILED : ExitCode.DONE, report.exitCode(), report::toString);
    for (Step.Turn turn : turns) {
      int began = first(any, turn.service());
      for (String earlier : turn.after()) {
        assertTrue(
            began < 0 || (last(any, earlier) >= 0 && last(any, earlier) < began),
            () -> turn.service() + " after " + earlier + ": " + any.events);
      }
    }
  }

  private void assertAfter(String later, String earlier) {
    assertTrue(firstSent(later) > lastProven(earlier), this::told);
  }

  private String told() {
    return simulation.events.toString();
  }

  private int firstSent(String service) {
    return first(simulation, service);
  }

  private int lastProven(String service) {
    return last(simulation, service);
  }

  /** Returns the number of the first effect on a service among all events, -1 for none. */
  private static int first(Simulation simulation, String service) {
    return IntStream.range(0, simulation.events.size())
        .filter(i ->
            simulation.events.get(i) instanceof Event.EffectSent sent
                && sent.member().startsWith(service + ":"))
        .findFirst()
        .orElse(-1);
  }

  private static int last(Simulation simulation, String service) {
    return IntStream.range(0, simulation.events.size())
        .filter(i ->
            simulation.events.get(i) instanceof Event.Proven proven
                && proven.service().equals(service))
        .reduce(-1, (_, next) -> next);
  }

  private static Outcome outcome(Report report, String member) {
    return report.members().stream()
        .filter(one -> one.member().equals(member))
        .map(MemberReport::outcome)
        .findFirst()
        .orElseThrow();
  }
}
