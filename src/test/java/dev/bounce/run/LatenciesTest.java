package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void percentilesAreRightToOnePerCent() {
    for (int i = 1; i <= 1000; i++) {
      latencies.add(Duration.ofMillis(i));
    }
    for (int percent : new int[] {1, 50, 95, 99, 100}) {
      double exact = percent * 10;
      double found = latencies.percentile(percent).toNanos() / 1e6;
      assertTrue(found >= exact && found <= exact * 1.01, () -> percent + ": " + found);
    }
  }

  @Test
  void extremesFit() {
    assertTrue(latencies.isEmpty());
    assertEquals(Duration.ZERO, latencies.percentile(95));
    latencies.add(Duration.ZERO);
    latencies.add(Duration.ofDays(3));
    assertEquals(Duration.ZERO, latencies.percentile(50));
    assertEquals(Duration.ofDays(3), latencies.percentile(100));
  }
}
