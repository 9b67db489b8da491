package dev.bounce.run;

import dev.bounce.plan.StepId;
import java.time.Instant;

/**
 * How something stands between two events, for a person who watches. It is kept nowhere, neither in
 * the journal nor in NDJSON; only the latest of each kind and place means anything. Texts hold no
 * secret.
 */
public sealed interface Glimpse {
  /** Returns when, by the run's clock. */
  Instant at();

  /** Returns the step that looked. */
  StepId step();

  /**
   * A member that is waited for looks different from before.
   *
   * @param state in the words of a report: {@code starting}, {@code running as pid 812}
   */
  record Member(Instant at, StepId step, String member, String state) implements Glimpse {}

  /** What a guard has counted so far. */
  record Probes(Instant at, StepId step, long requests, long failures) implements Glimpse {}
}
