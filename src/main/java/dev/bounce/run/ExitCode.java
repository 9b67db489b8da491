package dev.bounce.run;

/** What the process of bounce says to whoever has called it. Documented, and never reassigned. */
public enum ExitCode {
  /** Everything was done and is proven. */
  DONE(0),
  /** The run failed. */
  FAILED(1),
  /** The runbook or the command line is wrong; nothing was changed. */
  USAGE(2),
  /** A person declined; nothing after that was done. */
  DECLINED(3),
  /** Another run holds a lock. Reserved. */
  LOCKED(4),
  /** A precondition is not met; nothing was changed. */
  PRECONDITION(5),
  /** Ctrl-C. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** Returns the number that the process ends with. */
  public int number() {
    return number;
  }
}
