package dev.bounce.backend;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Effects that are sent one after another, in this order, and what is then waited for.
 *
 * @param effects what is sent
 * @param goal what every member that an effect was for has to reach
 * @param within how long that may take, counted from the last effect
 * @param escalation what is sent to those members, and only those, that have not reached the goal
 *     in time; without one the step fails
 * @param undo what is sent to those members, and only those, that have failed in this stage, to
 *     leave them as they were before the action; the step fails all the same
 */
public record Stage(
    List<Effect> effects,
    Goal goal,
    Duration within,
    Optional<Stage> escalation,
    Optional<Stage> undo) {
  /** Copies the list; an escalation that sends nothing is none. */
  public Stage {
    effects = List.copyOf(effects);
    escalation = escalation.filter(Stage::sendsAnything);
  }

  /** Tells whether there is any effect. */
  boolean sendsAnything() {
    return !effects.isEmpty();
  }

  /** Returns a stage that leaves a failed member as it is. */
  public Stage(List<Effect> effects, Goal goal, Duration within, Optional<Stage> escalation) {
    this(effects, goal, within, escalation, Optional.empty());
  }

  /** Returns this stage with what takes it back. */
  public Stage withUndo(Stage back) {
    return new Stage(effects, goal, within, escalation, Optional.of(back));
  }

  /** Returns a stage without an escalation. */
  public static Stage of(List<Effect> effects, Goal goal, Duration within) {
    return new Stage(effects, goal, within, Optional.empty());
  }

  /** What members have to reach. */
  public enum Goal {
    /** No process is left. */
    DOWN,
    /** Running, with another identity than before the stage's first effect was sent. */
    UP_ANEW,
    /** Running with the identity of before. */
    UP_UNCHANGED,
    /**
     * Running with the identity of before, none of the workers of before left, and as many new ones
     * ready as are wanted.
     */
    WORKERS_ANEW,
    /**
     * Running with the identity of before, and a successor beside it with as many ready workers as
     * the member had before.
     */
    SUCCESSOR_UP,
    /** Nothing: it is enough that the effects were taken. */
    SENT
  }
}
