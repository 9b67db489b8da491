package dev.bounce.run;

/** Carries a failure from the step where it happened to the handlers around it. */
final class StepFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  StepFailedException(Failure failure) {
    super(failure.reason(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
