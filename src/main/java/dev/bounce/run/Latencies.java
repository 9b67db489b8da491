package dev.bounce.run;

import java.time.Duration;

/**
 * How long answers took, in a fixed space however many they are: counted in classes that are one
 * per cent wide.
 */
final class Latencies {
  private static final double WIDTH = Math.log(1.01);

  /** The last class, of everything above, begins at about an hour. */
  private static final int CLASSES = 2250;

  private final long[] counts = new long[CLASSES];
  private final long[] longestNanos = new long[CLASSES];
  private long total;

  void add(Duration took) {
    long nanos = Math.max(0, took.toNanos());
    int index = index(nanos);
    counts[index]++;
    longestNanos[index] = Math.max(longestNanos[index], nanos);
    total++;
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** Returns the time that so many per cent of the answers did not exceed; zero without answers. */
  Duration percentile(int percent) {
    long wanted = Math.ceilDiv(total * percent, 100);
    long seen = 0;
    for (int i = 0; i < CLASSES && total > 0; i++) {
      seen += counts[i];
      if (seen >= wanted && counts[i] > 0) {
        return Duration.ofNanos(longestNanos[i]);
      }
    }
    return Duration.ZERO;
  }

  private static int index(long nanos) {
    double micros = Math.max(1, nanos / 1000.0);
    return (int) Math.min(CLASSES - 1, Math.log(micros) / WIDTH);
  }
}
