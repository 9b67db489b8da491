package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.bounce.testbed.SupervisorWorld;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failure half way says what was done, what was not, and in which state each member is. */
@Tag("integration")
final class HalfWayTest {
  @Test
  void thePhaseEndsWithItsSecondBatchAndTheRestIsUntouched(@TempDir Path folder) throws Exception {
    try (Scene scene = Scene.start(folder)) {
      SupervisorWorld before = scene.world();
      scene.golden("half-way", 1);
      SupervisorWorld after = scene.world();
      assertEquals("RUNNING", after.state("workers:worker-0"));
      assertNotEquals(before.pid("workers:worker-0"), after.pid("workers:worker-0"));
      assertEquals(0, after.pid("workers:worker-1"));
      List<String> rest = List.of("workers:worker-2", "workers:worker-3", "web:admin", "web:front");
      assertEquals(before.pids(rest), after.pids(rest));
    }
  }
}
