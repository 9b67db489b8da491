package dev.bounce.testbed;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something to come true, and not a moment longer. */
public final class Eventually {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Eventually() {}

  /** Fails when the condition does not come true within a generous bound. */
  public static void holds(Supplier<String> what, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!isTrue(condition)) {
      if (System.nanoTime() > deadline) {
        fail("not within " + BOUND + ": " + what.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Fails when the condition does not come true within a generous bound. */
  public static void holds(String what, Callable<Boolean> condition) {
    holds(() -> what, condition);
  }

  private static boolean isTrue(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError("it cannot be asked", e);
    }
  }

  /** Tells whether there is such a process that has not ended; a zombie has. */
  public static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException gone) {
      return false;
    }
  }
}
