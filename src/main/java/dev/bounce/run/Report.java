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
 * @param untouched steps that were never begun, in the order of the plan, the first {@value
 *     #UNTOUCHED_LIMIT}
 * @param untouchedCount how many steps were never begun
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
    List<StepReport> untouched,
    int untouchedCount,
    Duration took) {
  /** A report has to fit into a line of the journal, and nobody reads more of them. */
  static final int UNTOUCHED_LIMIT = 500;

  /** Copies the lists. */
  public Report {
    further = List.copyOf(further);
    members = List.copyOf(members);
    guards = List.copyOf(guards);
    untouched = List.copyOf(untouched.subList(0, Math.min(UNTOUCHED_LIMIT, untouched.size())));
  }
}
