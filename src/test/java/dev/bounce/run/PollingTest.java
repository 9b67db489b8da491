package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often is looked, by a clock that the test moves. */
final class PollingTest {
  private final AtomicLong nanos = new AtomicLong();

  /** Returns the times of looks that cost so much. */
  private List<Duration> looks(Polling polling, Duration cost, Duration until) {
    List<Duration> looks = new ArrayList<>();
    while (nanos.get() < until.toNanos()) {
      looks.add(Duration.ofNanos(nanos.get()));
      nanos.addAndGet(cost.toNanos());
      nanos.addAndGet(polling.next().toNanos());
    }
    return looks;
  }

  @Test
  void intervalsGrowWithTheTimeThatWasWaited() {
    List<Duration> looks =
        looks(Polling.forChange(nanos::get), Duration.ZERO, Duration.ofMinutes(1));
    for (int i = 1; i < looks.size(); i++) {
      long waited = looks.get(i - 1).toMillis();
      long interval = looks.get(i).minus(looks.get(i - 1)).toMillis();
      assertTrue(interval >= 20 && interval <= 1000, () -> waited + ": " + interval);
      assertTrue(interval <= Math.max(20, waited * 5 / 100), () -> waited + ": " + interval);
    }
    assertTrue(looks.size() < 180, () -> looks.size() + " looks");
  }

  @Test
  void aCostlyLookIsNotTakenOften() {
    Duration cost = Duration.ofMillis(10);
    List<Duration> looks = looks(Polling.forChange(nanos::get), cost, Duration.ofMillis(400));
    assertEquals(10, looks.size());
  }

  @Test
  void aSlowLookDelaysTheNextOneByLittle() {
    Polling polling = Polling.forChange(nanos::get);
    nanos.set(Duration.ofMillis(900).toNanos());
    assertEquals(Duration.ofMillis(100), polling.next());
  }

  @Test
  void aSoakIsWatchedThroughout() {
    List<Duration> looks = looks(Polling.forSoak(nanos::get), Duration.ZERO, Duration.ofMinutes(1));
    assertTrue(looks.size() >= 300, () -> looks.size() + " looks");
  }
}
