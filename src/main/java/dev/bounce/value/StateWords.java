package dev.bounce.value;

import java.util.List;

/** The words that a target can be tested for with {@code is}. */
public final class StateWords {
  /** Runs older code than there is. */
  public static final String STALE = "stale";

  /**
   * All of them, in the order in which help lists them.
   *
   * <p>What the service manager says: {@code running}, {@code starting}, {@code stopping}, {@code
   * stopped}, {@code missing} (it has no such member). What the probes say: {@code healthy}. What
   * this run has done: {@code touched}, {@code untouched}, {@code started}, {@code restarted},
   * {@code reloaded}, {@code killed}. Both: {@code failed} (down after an error, or a step of this
   * run did not bring it where it should be). {@code stale} is reserved: nothing tells it yet.
   *
   * <p>A service is {@code failed}, {@code touched}, {@code killed}, {@code starting}, {@code
   * stopping} or {@code missing} when one of its members is so, and all else when all of them are.
   */
  public static final List<String> ALL =
      List.of(
          "running",
          "starting",
          "stopping",
          "stopped",
          "healthy",
          "failed",
          STALE,
          "touched",
          "untouched",
          "restarted",
          "reloaded",
          "started",
          "killed",
          "missing");

  private StateWords() {}
}
