package dev.bounce.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a run has ended: what was done, what was not, and in which state everything was left.
 *
 * @param run the id of the run
 * @param status how it ended
 * @param exitCode what the process says of it
 * @param failure why it did not come to its end
 * @param further failures that came on top, as of handlers
 * @param members every member that the run has seen
 * @param guards what the guards have counted
 * @param done steps that have ended well, in the order of their ends
 * @param untouched steps that were never begun, in the order of the plan
 * @param took how long the run took
 */
public record Report(
    String run,
    Event.Status status,
    ExitCode exitCode,
    Optional<Failure> failure,
    List<Failure> further,
    List<MemberReport> members,
    List<GuardReport> guards,
    List<StepReport> done,
    List<StepReport> untouched,
    Duration took) {
  /** Copies the lists. */
  public Report {
    further = List.copyOf(further);
    members = List.copyOf(members);
    guards = List.copyOf(guards);
    done = List.copyOf(done);
    untouched = List.copyOf(untouched);
  }
}
