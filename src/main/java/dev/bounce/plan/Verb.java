package dev.bounce.plan;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;

/** A built-in verb: what it takes, and the step that a statement with it becomes. */
public interface Verb {
  /** Returns what it takes. */
  Signature signature();

  /**
   * Returns the step of a statement. Pure, but for names that the statement gives to its results
   * and diagnostics, both of which go to {@code planning}.
   */
  Step plan(Matched matched, StepHead head, Planning planning);
}
