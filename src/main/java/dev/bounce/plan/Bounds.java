package dev.bounce.plan;

import java.time.Duration;

/** How long anything may take whose author has not said so, and how much of it there may be. */
public final class Bounds {
  /** {@code wait healthy} without {@code within}, and the wait after each batch of a phase. */
  public static final Duration HEALTHY = Duration.ofSeconds(60);

  /** {@code run} and {@code sh} without {@code within}. */
  public static final Duration COMMAND = Duration.ofMinutes(10);

  /** One call to a service manager: a reading, or the sending of an effect. */
  public static final Duration CALL = Duration.ofSeconds(10);

  /**
   * One answer of a health probe without {@code within}, and of {@code http()} and {@code tcp()}.
   */
  public static final Duration PROBE = Duration.ofSeconds(5);

  /** A command that an expression or a health probe runs. */
  public static final Duration OBSERVING_COMMAND = Duration.ofSeconds(30);

  /**
   * All handlers of one block together. They have this time of their own, because what made them
   * necessary may have been that another bound has passed.
   */
  public static final Duration HANDLERS = Duration.ofMinutes(10);

  /**
   * How long a member is watched after the answer to an effect was lost, before the effect counts
   * as not sent.
   */
  public static final Duration DOUBT = Duration.ofSeconds(3);

  /** How long a member may still show the state of before, after an effect was taken. */
  public static final Duration SETTLING = Duration.ofSeconds(1);

  /**
   * How long a member that is waited for may be down before the wait for it ends: supervisord takes
   * up to a second to start again what has ended.
   */
  public static final Duration GIVEN_UP = Duration.ofSeconds(3);

  /** Between two probes of a guard that does not say how often. */
  public static final Duration GUARD_EVERY = Duration.ofMillis(250);

  /** Between two looks of {@code follow}. */
  public static final Duration FOLLOW_EVERY = Duration.ofMillis(250);

  /**
   * The reading of what was still written when the block of {@code follow} ended, over all its
   * logs. Nothing else waits for it, so that it must not be long; what is left is told.
   */
  public static final Duration FOLLOW_END = Duration.ofSeconds(10);

  /** Lines that one {@code follow} shows; the others are only counted. */
  public static final long FOLLOWED_LINES = 10_000;

  /** Characters of a line that {@code follow} shows. */
  public static final int FOLLOWED_LINE = 2_000;

  /** Between two looks of {@code wait until} that does not say how often. */
  public static final Duration CONDITION_EVERY = Duration.ofMillis(200);

  /** Probes after which the share of failed ones begins to mean something while a guard runs. */
  public static final int GUARD_SAMPLE = 100;

  /** How often a member may lose its health while it is waited for before it counts as flapping. */
  public static final int HEALTH_LOSSES = 3;

  /** Members that are probed at the same time. */
  public static final int PROBES_AT_ONCE = 16;

  /** Last lines of a log or of a command's output that a failure shows. */
  public static final int LOG_LINES = 10;

  /** Bytes of a file that an expression reads. */
  public static final int FILE_BYTES = 1 << 20;

  /** Failed probes of a guard that are kept with their time; the others are only counted. */
  public static final int GUARD_SAMPLES = 200;

  private Bounds() {}
}
