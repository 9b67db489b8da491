package dev.bounce.run;

import java.util.Set;

/** Carries a failure from the step where it happened to the handlers around it. */
final class StepFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient Set<String> members;

  StepFailedException(Failure failure) {
    this(failure, Set.of());
  }

  /**
   * @param members the names of the members of a service that something went wrong with; none where
   *     it was not with members alone
   */
  StepFailedException(Failure failure, Set<String> members) {
    super(failure.reason(), null, false, false);
    this.failure = failure;
    this.members = Set.copyOf(members);
  }

  /** Returns the names of the members that something went wrong with. */
  Set<String> members() {
    return members;
  }

  Failure failure() {
    return failure;
  }
}
