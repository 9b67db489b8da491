package dev.bounce.integration.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.integration.load.Trial.Figures;
import dev.bounce.integration.load.Trial.Restart;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** By the load generator's own count: three restarts, thousands of requests, none lost. */
@Tag("integration")
final class LoadTableTest {
  /** A restart that nobody asked anything of has proven nothing. */
  private static final long REQUESTS_DURING_A_RESTART = 100;

  @TempDir Path folder;

  static Stream<Named<RollingScenario>> scenarios() {
    return Scenarios.all().stream().map(scenario -> Named.of(scenario.title(), scenario));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void noRequestIsLost(RollingScenario scenario) throws Exception {
    try (scenario) {
      scenario.start(folder);
      Figures figures = new Trial(scenario, folder).withBounce();
      for (Restart restart : figures.restarts()) {
        assertEquals(0, restart.exitCode(), restart::said);
        assertTrue(restart.requests() >= REQUESTS_DURING_A_RESTART, restart::toString);
        assertEquals(restart.before().size(), restart.after().size(), restart::toString);
        assertTrue(Collections.disjoint(restart.before(), restart.after()), restart::toString);
      }
      assertEquals(Trial.RESTARTS, figures.restarts().size());
      assertEquals(0, figures.failures().size(), () -> figures.failures().toString());
      assertTrue(figures.requests() >= Trial.REQUESTS, () -> figures.requests() + " requests");
    }
  }
}
