package dev.bounce.run;

import dev.bounce.backend.MemberState;
import dev.bounce.plan.StepId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened in a run. The journal, the terminal and NDJSON are told the same events
 * in the same order. Texts hold no secret.
 */
public sealed interface Event {
  /** Returns when, by the run's clock. */
  Instant at();

  /** The run begins. */
  record RunStarted(Instant at, String run, String runbook, String planDigest, String version)
      implements Event {}

  /** A step begins. */
  record StepStarted(Instant at, StepId step, String title, String place) implements Event {}

  /** A deferred step has become concrete: the keys of its parts, in order. */
  record Expanded(Instant at, StepId step, List<String> keys) implements Event {}

  /** A value was computed and is kept; shown as text, secrets masked. */
  record Bound(Instant at, StepId step, String variable, String value) implements Event {}

  /** The members of a service were read, before the first effect of a step. */
  record Observed(Instant at, StepId step, String service, List<MemberState> members)
      implements Event {}

  /** What a backend had to say of an action before it began: what else it touches, a warning. */
  record Remarked(Instant at, StepId step, String member, String text) implements Event {}

  /** These effects are about to be sent, in this order. Journalled before the first is. */
  record EffectsPlanned(Instant at, StepId step, List<String> effects) implements Event {}

  /** The backend has taken an effect. */
  record EffectSent(Instant at, StepId step, String member, String effect) implements Event {}

  /** The backend has refused an effect. */
  record EffectRefused(Instant at, StepId step, String member, String effect, String reason)
      implements Event {}

  /**
   * A member has reached what its step wanted, and this is the proof.
   *
   * @param before what it was: {@code pid 812}, {@code down}
   * @param after what it is now; the same as before where nothing had to be done
   * @param took from the first effect to the proof; zero where nothing had to be done
   */
  record Proven(
      Instant at,
      StepId step,
      String service,
      String member,
      String action,
      String before,
      String after,
      Duration took)
      implements Event {}

  /** A member has not reached what its step wanted. */
  record NotProven(
      Instant at, StepId step, String service, String member, String reason, List<String> logTail)
      implements Event {}

  /** Health of a target was reached, or lost. */
  record Health(Instant at, StepId step, String member, boolean healthy, String answer)
      implements Event {}

  /** What a guard has counted when its block ended. */
  record Guarded(Instant at, StepId step, GuardFigures figures) implements Event {}

  /** A line that a command wrote. */
  record Output(Instant at, StepId step, String line) implements Event {}

  /**
   * What was added to a log that is followed.
   *
   * @param source whose log it is: the name of a member, or of a file
   * @param omitted how many lines more there were
   */
  record LogAdded(Instant at, StepId step, String source, List<String> lines, long omitted)
      implements Event {
    /** Copies the list. */
    public LogAdded {
      lines = List.copyOf(lines);
    }
  }

  /** A line that the runbook's author wants to be read. */
  record Logged(Instant at, StepId step, String message) implements Event {}

  /** Ctrl-C was pressed: once, the run ends at the next safe point; twice, at once. */
  record Interrupted(Instant at, boolean atOnce) implements Event {}

  /** A step ends. */
  record StepFinished(
      Instant at, StepId step, String title, Status status, Duration took, Optional<String> reason)
      implements Event {}

  /** Nothing is going on any more: how everything was left. */
  record Reported(Instant at, Report report) implements Event {}

  /** The run ends. */
  record RunFinished(Instant at, String run, Status status, int exitCode, Duration took)
      implements Event {}

  /** How a step or a run can end. */
  enum Status {
    DONE,
    FAILED,
    SKIPPED,
    DECLINED,
    INTERRUPTED
  }
}
