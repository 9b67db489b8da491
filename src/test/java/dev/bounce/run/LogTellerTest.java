package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.StepId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is still told when a block has ended, and what is told of troubles. */
final class LogTellerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Simulation simulation = new Simulation();
  private final Run run =
      new Run(
          simulation.reach(),
          simulation.plan(Steps.block()),
          List.of(simulation.events::add),
          simulation.interruption);
  private final LogTeller teller = new LogTeller(run, StepId.ROOT);

  /** Logs that bring one piece at each look, which takes a time, as in a container. */
  private final class Logs implements LogFollower {
    private final List<LogPortion> pieces;
    private final Duration takes;
    private final List<Duration> timeouts = new ArrayList<>();

    Logs(Duration takes, Stream<LogPortion> pieces) {
      this.takes = takes;
      this.pieces = new ArrayList<>(pieces.toList());
    }

    @Override
    public List<LogPortion> look(boolean last, Duration timeout) {
      timeouts.add(timeout);
      try {
        simulation.scheduler.sleep(takes);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return List.of(LogPortion.trouble("web", "the call was interrupted"));
      }
      return pieces.isEmpty() ? List.of() : List.of(pieces.removeFirst());
    }

    @Override
    public void close() {}
  }

  private static LogPortion line(String text) {
    return new LogPortion("web", List.of(text), 1, Optional.empty());
  }

  private List<String> shown() {
    return simulation.all(Event.LogAdded.class).stream()
        .flatMap(added -> added.lines().stream())
        .toList();
  }

  private List<String> remarks() {
    return simulation.all(Event.Remarked.class).stream()
        .map(remark -> remark.member() + " " + remark.text())
        .toList();
  }

  @Test
  void allThatWasWrittenIsToldInTheEnd() {
    teller.add(
        "web", new Logs(Duration.ZERO, Stream.of("one", "two", "three").map(text -> line(text))));
    teller.close();
    assertEquals(List.of("one", "two", "three"), shown());
    assertEquals(
        3, simulation.all(Event.LogAdded.class).stream().mapToLong(Event.LogAdded::omitted).sum());
    assertEquals(List.of(), remarks());
  }

  /** The bound holds for all of them; what is left of it is handed down. */
  @Test
  void theEndHasOneBoundAndWhatWasNotReadIsTold() {
    Logs endless = new Logs(SECOND.multipliedBy(3), Stream.generate(() -> line("x")).limit(99));
    Logs late = new Logs(SECOND, Stream.of(line("y")));
    teller.add("web", endless);
    teller.add("workers", late);
    teller.close();
    assertEquals(
        Stream.of(10, 7, 4, 1).map(Duration::ofSeconds).toList(),
        endless.timeouts,
        Bounds.FOLLOW_END::toString);
    assertEquals(List.of(), late.timeouts);
    assertEquals(
        List.of(
            "web was not read to its end: the 10s for that are over",
            "workers was not read to its end: the 10s for that are over"),
        remarks());
  }

  /** The interruption ends the look, and is told of nobody. */
  @Test
  void theEndOfEverythingEndsTheLastLook() {
    Logs slow = new Logs(SECOND.multipliedBy(5), Stream.empty());
    teller.add("web", slow);
    teller.add("workers", new Logs(SECOND, Stream.of(line("y"))));
    try (Scheduler.Background _ = simulation.scheduler.start(this::pressTwice)) {
      teller.close();
      assertEquals(SECOND.multipliedBy(2), simulation.elapsed());
    }
    assertFalse(Thread.interrupted(), "what follows would be interrupted");
    assertEquals(List.of(), shown());
    assertEquals(List.of(), remarks());
  }

  private void pressTwice() {
    try {
      for (int i = 0; i < 2; i++) {
        simulation.scheduler.sleep(SECOND);
        simulation.interruption.request();
      }
    } catch (InterruptedException _) {
      // It was over before.
    }
  }

  @Test
  void aTroubleIsToldAgainWhenLinesHaveComeInBetween() {
    LogPortion gone = LogPortion.trouble("web", "it is away");
    teller.add(
        "web", new Logs(Bounds.FOLLOW_EVERY, Stream.of(gone, gone, line("one"), gone, gone)));
    try (Scheduler.Background _ = simulation.scheduler.start(teller::tellAlong)) {
      simulation.scheduler.sleep(SECOND.multipliedBy(5));
      teller.hold();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    teller.close();
    assertEquals(List.of("one"), shown());
    assertEquals(
        List.of("web is not followed: it is away", "web is not followed: it is away"), remarks());
  }
}
