package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.SupervisorWorld;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one line of the language's first promise, typed into the REPL beside a supervisord. */
@Tag("integration")
final class SessionOfOneLineTest {
  @Test
  void theOneLinerInASession(@TempDir Path folder) throws Exception {
    try (Scene scene = Scene.start(folder)) {
      SupervisorWorld before = scene.world();
      String typed = "restart web via supervisor; wait healthy; phase workers\n:quit\n";
      Map<String, String> environment = Map.of("TERM", "dumb");
      String state = folder.resolve("state").toString();
      try (BounceProcess process =
          BounceProcess.startTyping(scene.home(), environment, typed, "repl", "--state", state)) {
        Outcome outcome = process.await();
        assertEquals(0, outcome.exitCode(), outcome::all);
        assertTrue(outcome.out().contains("done in "), outcome::all);
      }
      SupervisorWorld after = scene.world();
      for (String member : Scene.WEB) {
        assertNotEquals(before.pid(member), after.pid(member));
      }
      for (String member : Scene.WORKERS) {
        assertEquals("RUNNING", after.state(member));
        assertNotEquals(before.pid(member), after.pid(member));
      }
    }
  }
}
