package dev.bounce.run;

import java.time.Duration;

/** Intervals between looks at something that changes: short at first, then longer. */
final class Polling {
  private static final Duration FIRST = Duration.ofMillis(10);

  private final Duration longest;
  private Duration next = FIRST;

  /** For something that costs one call to a service manager. */
  static Polling ofMembers() {
    return new Polling(Duration.ofMillis(100));
  }

  /** For something that costs a probe of every member. */
  static Polling ofHealth() {
    return new Polling(Duration.ofMillis(200));
  }

  private Polling(Duration longest) {
    this.longest = longest;
  }

  Duration next() {
    Duration interval = next;
    Duration longer = next.multipliedBy(3).dividedBy(2);
    next = longer.compareTo(longest) < 0 ? longer : longest;
    return interval;
  }
}
