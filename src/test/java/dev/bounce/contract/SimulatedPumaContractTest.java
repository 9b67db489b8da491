package dev.bounce.contract;

import dev.bounce.backend.Backend;
import dev.bounce.backend.puma.PumaBackend;
import dev.bounce.backend.sim.SimulatedBackend;
import java.nio.file.Path;

/** The simulation that stands for puma in tests of runbooks also rolls, reforks and hands over. */
final class SimulatedPumaContractTest extends SimulatedContractTest {
  @Override
  protected Backend backend() {
    return new SimulatedBackend(world(), new PumaBackend(Path.of("nowhere")));
  }
}
