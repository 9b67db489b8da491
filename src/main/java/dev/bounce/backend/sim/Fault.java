package dev.bounce.backend.sim;

import java.time.Duration;

/** What is the matter with a simulated member. */
public sealed interface Fault {
  /** Stands for "every time". */
  int ALWAYS = Integer.MAX_VALUE;

  /**
   * It ends right after its start, and stays down.
   *
   * @param times how many starts fail
   */
  record FailsStart(int times) implements Fault {}

  /** It does not end when it is asked to, only when it is killed. */
  record IgnoresTerm() implements Fault {}

  /** It does not end, whatever is done. */
  record HangsInStop() implements Fault {}

  /**
   * It ends a while after it came up, and its service manager starts it again.
   *
   * @param after for how long it runs
   * @param times how many times that happens
   */
  record Flaps(Duration after, int times) implements Fault {}

  /**
   * It has requests to answer as long as it is up. Nothing wrong with that, but who is idle goes
   * first.
   */
  record Busy(int requests) implements Fault {}

  /** Nobody starts it again when it ends. */
  record Unmonitored() implements Fault {}

  /**
   * What is sent to it is carried out, and the answer never comes.
   *
   * @param times how many answers are lost
   */
  record LosesReply(int times) implements Fault {}

  /**
   * What is sent to it is refused.
   *
   * @param times how many effects
   */
  record Refuses(int times) implements Fault {}
}
