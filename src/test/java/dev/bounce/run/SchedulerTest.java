package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both schedulers keep, and what only the simulated one promises. */
final class SchedulerTest {
  static List<Scheduler> both() {
    return List.of(new LiveScheduler(), new SimulatedScheduler(1));
  }

  @ParameterizedTest
  @MethodSource("both")
  void outcomesComeInTheOrderOfTheTasks(Scheduler scheduler) throws Exception {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      tasks.add(() -> {
        scheduler.sleep(Duration.ofMillis(20 - number));
        if (number == 7) {
          throw new IllegalArgumentException("seven");
        }
        return number;
      });
    }
    List<Scheduler.Outcome<Integer>> outcomes = scheduler.all(tasks, 5);
    for (int i = 0; i < 20; i++) {
      if (i == 7) {
        assertInstanceOf(Scheduler.Outcome.Failed.class, outcomes.get(i));
      } else {
        assertEquals(new Scheduler.Outcome.Done<>(i), outcomes.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void neverMoreThanAllowedAtOnce(Scheduler scheduler) throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Callable<Integer> task =
        () -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          scheduler.sleep(Duration.ofMillis(3));
          return now.decrementAndGet();
        };
    scheduler.all(Collections.nCopies(12, task), 3);
    assertEquals(3, most.get());
  }

  @ParameterizedTest
  @MethodSource("both")
  void anInterruptedCallerInterruptsItsTasksAndWaitsForThem(Scheduler scheduler) throws Exception {
    AtomicInteger ended = new AtomicInteger();
    AtomicBoolean began = new AtomicBoolean();
    Callable<Integer> endless =
        () -> {
          try {
            began.set(true);
            scheduler.sleep(Duration.ofHours(1));
            return 0;
          } finally {
            ended.incrementAndGet();
          }
        };
    Runnable interrupter = scheduler.interrupter();
    try (Scheduler.Background _ =
        scheduler.start(() -> interruptOnce(scheduler, began, interrupter))) {
      assertThrows(InterruptedException.class, () -> scheduler.all(List.of(endless, endless), 2));
    }
    assertEquals(2, ended.get());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  private static void interruptOnce(
      Scheduler scheduler, AtomicBoolean began, Runnable interrupter) {
    try {
      while (!began.get()) {
        scheduler.sleep(Duration.ofMillis(1));
      }
      scheduler.sleep(Duration.ofMillis(5));
      interrupter.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void closingEndsWhatRunsBeside(Scheduler scheduler) throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Runnable endless =
        () -> {
          try {
            scheduler.sleep(Duration.ofHours(1));
          } catch (InterruptedException _) {
            ended.set(true);
          }
        };
    try (Scheduler.Background _ = scheduler.start(endless)) {
      scheduler.sleep(Duration.ofMillis(5));
    }
    assertTrue(ended.get());
  }

  @Test
  @DisplayName("ten hours of many waits take no time to speak of, and exactly ten hours")
  void virtualTimeJumps() throws Exception {
    SimulatedScheduler scheduler = new SimulatedScheduler(3);
    List<Callable<Integer>> tasks =
        IntStream.range(0, 10)
            .<Callable<Integer>>mapToObj(number ->
                () -> {
                  for (int i = 0; i < 60; i++) {
                    scheduler.sleep(Duration.ofMinutes(10));
                  }
                  return number;
                })
            .toList();
    scheduler.all(tasks, 10);
    assertEquals(Duration.ofHours(10), Duration.ofNanos(scheduler.nanoTime()));
    assertEquals(SimulatedScheduler.EPOCH.plus(Duration.ofHours(10)), scheduler.now());
  }

  @Test
  void theSameSeedGivesTheSameOrderAndAnotherOneAnother() throws Exception {
    assertEquals(order(7), order(7));
    assertTrue(IntStream.range(0, 20).mapToObj(SchedulerTest::order).distinct().count() > 10);
  }

  private static String order(long seed) {
    SimulatedScheduler scheduler = new SimulatedScheduler(seed);
    StringBuilder order = new StringBuilder();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int number = i;
      tasks.add(() -> {
        for (int round = 0; round < 4; round++) {
          order.append(number);
          scheduler.sleep(Duration.ofSeconds(1));
        }
        return number;
      });
    }
    try {
      scheduler.all(tasks, 4);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    return order.toString();
  }

  @Test
  void whenEverythingWaitsForEachOtherTheSimulationSaysSo() {
    SimulatedScheduler scheduler = new SimulatedScheduler(1);
    List<Scheduler.Background> itself = new ArrayList<>();
    Scheduler.Background background =
        scheduler.start(() -> assertThrows(IllegalStateException.class, itself.getFirst()::close));
    itself.add(background);
    IllegalStateException thrown = assertThrows(IllegalStateException.class, background::close);
    assertTrue(String.valueOf(thrown.getMessage()).contains("waits"));
  }
}
