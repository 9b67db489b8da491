package dev.bounce.plan;

import java.util.List;

/** The words that may stand behind {@code is} when it is asked of a service or a member. */
public final class StateWords {
  /**
   * All of them, in the order in which documentation lists them.
   *
   * <p>What the service manager says: {@code running}, {@code starting}, {@code stopped}, {@code
   * missing} (it has no such member). What the probes say: {@code healthy}. What this run has done:
   * {@code touched}, {@code untouched}, {@code started}, {@code restarted}, {@code reloaded},
   * {@code killed}. Both: {@code failed} (down after an error, or a step of this run did not bring
   * it where it should be). {@code stale} is reserved: nothing tells it yet.
   */
  public static final List<String> ALL =
      List.of(
          "running",
          "starting",
          "stopped",
          "failed",
          "missing",
          "healthy",
          "stale",
          "untouched",
          "touched",
          "started",
          "restarted",
          "reloaded",
          "killed");

  private StateWords() {}
}
