package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run stays small, however many members it restarts. */
@Tag("integration")
final class MemoryTest {
  private static final int MEMBERS = 200;
  private static final int LIMIT_MEGABYTES = 256;
  private static final long PAUSE_NANOS = 20_000_000;

  @Test
  void twoHundredMembersFitIntoAQuarterOfAGigabyte(@TempDir Path folder) throws Exception {
    try (RealSupervisor supervisor = RealSupervisor.startCrowded(folder.resolve("s"), MEMBERS)) {
      Path runbook =
          Files.writeString(
              folder.resolve("crowd.runbook"),
              "service crowd { via supervisor; server \"unix://%s\" }\nrestart crowd\n"
                  .formatted(supervisor.socket()));
      Map<String, String> environment = Map.of("XDG_STATE_HOME", folder.toString());
      try (BounceProcess run =
          BounceProcess.start(folder, environment, "run", runbook.toString())) {
        long mostKilobytes = watch(run.pid());
        Outcome outcome = run.await();
        assertEquals(0, outcome.exitCode(), outcome::all);
        assertTrue(outcome.out().contains(MEMBERS + " members proven"), outcome::all);
        assertTrue(mostKilobytes > 0, "it was never seen");
        assertTrue(mostKilobytes < LIMIT_MEGABYTES * 1024L, () -> mostKilobytes + " kB");
      }
    }
  }

  /**
   * Returns the high-water mark of the resident set, read again and again until the process ends.
   */
  private static long watch(long pid) {
    long most = 0;
    while (true) {
      long now;
      try {
        now =
            Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+", -1)[1]))
                .findFirst()
                .orElse(-1);
      } catch (IOException _) {
        return most;
      }
      if (now < 0) {
        return most; // a zombie has no memory any more
      }
      most = now;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
