package dev.bounce.integration.load;

import org.jspecify.annotations.Nullable;

/** Components that are there between a scenario's start and its end. */
final class Started {
  private Started() {}

  /** Returns it, or fails where the scenario was not started. */
  static <T> T of(@Nullable T component) {
    if (component == null) {
      throw new IllegalStateException("the scenario is not started");
    }
    return component;
  }
}
