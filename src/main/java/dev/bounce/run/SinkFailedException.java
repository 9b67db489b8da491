package dev.bounce.run;

import dev.bounce.diag.Diagnostic;

/** A sink cannot keep an event, and a run that is not kept must not go on. */
public final class SinkFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  /**
   * @param diagnostic what is wrong with the sink
   */
  public SinkFailedException(Diagnostic diagnostic) {
    super(diagnostic.message());
    this.diagnostic = diagnostic;
  }

  /** Returns what is wrong with the sink. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
