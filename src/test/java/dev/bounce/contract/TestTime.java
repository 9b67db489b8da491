package dev.bounce.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The time in which a backend under test lives. */
public interface TestTime {
  /** Returns what time it is. */
  Instant now();

  /** Lets a little time pass, before something is observed again. */
  void pause();

  /** Returns the time of the real world. */
  static TestTime real() {
    return new TestTime() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void pause() {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    };
  }
}
