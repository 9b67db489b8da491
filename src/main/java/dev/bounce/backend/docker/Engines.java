package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import java.time.Duration;

/** Where the Engine of a container is found again, for a bounded time each. */
@FunctionalInterface
interface Engines {
  /** Returns a client whose calls together take no longer than that. */
  EngineClient within(Duration bound) throws BackendException;
}
