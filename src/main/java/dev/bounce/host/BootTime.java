package dev.bounce.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Turns clock ticks since boot into points of this machine's time. */
final class BootTime {
  /** USER_HZ: 100 on every architecture that a JDK 25 is made for; time(7). */
  private static final long TICKS_PER_SECOND = 100;

  private BootTime() {}

  /**
   * Returns when something started. {@code /proc/uptime} is exact to ten milliseconds where btime
   * in {@code /proc/stat} only gives seconds; never later than now.
   */
  static Instant instant(long startTicks) {
    Duration sinceBoot = Duration.ofMillis(startTicks * 1000 / TICKS_PER_SECOND);
    Instant now = Instant.now();
    Duration age = uptime().minus(sinceBoot);
    return age.isNegative() ? now : now.minus(age);
  }

  /** Returns the present in clock ticks, as those of processes that start from now on. */
  static long nowTicks() {
    return uptime().toMillis() * TICKS_PER_SECOND / 1000;
  }

  private static Duration uptime() {
    try {
      String seconds = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
      return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
    } catch (IOException e) {
      throw new IllegalStateException("/proc/uptime cannot be read", e);
    }
  }
}
