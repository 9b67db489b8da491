package dev.bounce.value;

import java.util.List;

/** The words that a target can be tested for with {@code is}. */
public final class StateWords {
  /** All of them, in the order in which help lists them. */
  public static final List<String> ALL =
      List.of(
          "running",
          "starting",
          "stopping",
          "stopped",
          "healthy",
          "failed",
          "stale",
          "touched",
          "untouched",
          "restarted",
          "reloaded",
          "started",
          "killed",
          "missing");

  private StateWords() {}
}
