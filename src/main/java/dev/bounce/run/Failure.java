package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.plan.Place;
import dev.bounce.plan.StepId;
import dev.bounce.value.Value;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.StringValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a step, and with it perhaps the run, did not come to its end.
 *
 * @param kind how it weighs
 * @param step the innermost step that failed
 * @param path the titles of that step and of those around it that are no mere blocks, outermost
 *     first, joined by {@code " › "}
 * @param place where that step stands in the runbook
 * @param code what kind of error it is
 * @param reason what went wrong, one sentence without a full stop, no secrets
 * @param hint what to do about it
 * @param logTail the last lines of the member or command that failed, oldest first
 */
public record Failure(
    Kind kind,
    StepId step,
    String path,
    Place place,
    Code code,
    String reason,
    Optional<String> hint,
    List<String> logTail) {
  /** What stands between two titles of a path. */
  public static final String SEPARATOR = " › ";

  /** Copies the list. */
  public Failure {
    logTail = List.copyOf(logTail);
  }

  /** How a failure weighs. */
  public enum Kind {
    /** A step failed; {@code try} and {@code retry} can deal with that. */
    FAILED,
    /** It was found out before anything was changed. */
    PRECONDITION,
    /** A person said no. */
    DECLINED,
    /** What is around the step, such as a guard, told it to stop. */
    HALTED,
    /** Ctrl-C. */
    INTERRUPTED;

    /** Tells whether a {@code try} or {@code retry} deals with it. */
    boolean canBeHandled() {
      return this == FAILED || this == PRECONDITION;
    }

    Event.Status status() {
      return switch (this) {
        case FAILED, PRECONDITION -> Event.Status.FAILED;
        case DECLINED -> Event.Status.DECLINED;
        case HALTED, INTERRUPTED -> Event.Status.INTERRUPTED;
      };
    }
  }

  Failure as(Kind other) {
    return new Failure(other, step, path, place, code, reason, hint, logTail);
  }

  Failure as(Code otherCode, String otherReason) {
    return new Failure(kind, step, path, place, otherCode, otherReason, hint, logTail);
  }

  /** Returns the variable {@code failure} of handlers. */
  Value asValue() {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("step", new StringValue(path));
    entries.put("reason", new StringValue(reason));
    entries.put("code", new StringValue(code.name()));
    return new MapValue(entries);
  }
}
