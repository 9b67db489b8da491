package dev.bounce.run;

import java.time.Duration;

/**
 * The moment at which a bound passes.
 *
 * @param bounded false where there is none
 * @param atNanos by the clock of the scheduler
 * @param bound how long it was in the beginning
 * @param title the step that has set it
 */
record Deadline(boolean bounded, long atNanos, Duration bound, String title) {
  /** No bound. */
  static final Deadline NONE = new Deadline(false, 0, Duration.ZERO, "");

  static Deadline in(Duration bound, long nowNanos, String title) {
    return new Deadline(true, nowNanos + bound.toNanos(), bound, title);
  }

  Deadline sooner(Deadline other) {
    if (!bounded || !other.bounded) {
      return bounded ? this : other;
    }
    return other.atNanos - atNanos < 0 ? other : this;
  }

  boolean hasPassed(long nowNanos) {
    return bounded && nowNanos - atNanos >= 0;
  }

  /** Returns {@code wanted}, or what is left where that is less; never negative. */
  Duration cut(Duration wanted, long nowNanos) {
    if (!bounded) {
      return wanted;
    }
    Duration left = Duration.ofNanos(Math.max(0, atNanos - nowNanos));
    return left.compareTo(wanted) < 0 ? left : wanted;
  }
}
