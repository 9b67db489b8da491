package dev.bounce.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Intervals between looks at something that is waited for: a share of the time it has taken so far,
 * so that it is noticed within that share of happening, and a long wait costs few looks.
 *
 * <p>Where a look itself takes long, as one that starts a process does, the pauses are a multiple
 * of that: looking never takes more than a quarter of the time of a short wait.
 */
final class Polling {
  private static final Duration SHORTEST = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** Between two looks at something that is there and has to stay: also what is short is seen. */
  private static final Duration LONGEST_OF_SOAK = Duration.ofMillis(200);

  /** What a costly look can make of an interval at most: slow is not the same as costly. */
  private static final Duration LONGEST_FOR_COST = Duration.ofMillis(100);

  private static final int WAITED_PERCENT = 4;
  private static final int COST_FACTOR = 3;

  private final LongSupplier clock;
  private final Duration longest;
  private final long beganNanos;
  private long lookNanos;

  private Polling(LongSupplier clock, Duration longest) {
    this.clock = clock;
    this.longest = longest;
    this.beganNanos = clock.getAsLong();
    this.lookNanos = beganNanos;
  }

  /**
   * Starts with the first look.
   *
   * @param clock nanoseconds since some moment
   */
  static Polling forChange(LongSupplier clock) {
    return new Polling(clock, LONGEST);
  }

  /** Starts with a look at something that is as it shall be, and has to stay so. */
  static Polling forSoak(LongSupplier clock) {
    return new Polling(clock, LONGEST_OF_SOAK);
  }

  /** Returns how long to wait now, after a look; the next look follows that. */
  Duration next() {
    long now = clock.getAsLong();
    Duration cost = Duration.ofNanos(now - lookNanos).multipliedBy(COST_FACTOR);
    Duration share = Duration.ofNanos(now - beganNanos).multipliedBy(WAITED_PERCENT).dividedBy(100);
    Duration interval = larger(larger(SHORTEST, smaller(cost, LONGEST_FOR_COST)), share);
    Duration bounded = smaller(interval, longest);
    lookNanos = now + bounded.toNanos();
    return bounded;
  }

  private static Duration larger(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration smaller(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
