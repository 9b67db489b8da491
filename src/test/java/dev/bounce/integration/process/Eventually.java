package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to come true, and not a moment longer. */
final class Eventually {
  private static final Duration BOUND = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Eventually() {}

  static void holds(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("not within " + BOUND + ": " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
