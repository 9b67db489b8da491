package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;

/** The state directory or a journal in it cannot be used; the diagnostic says why. */
public final class StateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  /**
   * @param diagnostic a J code
   */
  public StateException(Diagnostic diagnostic) {
    super(diagnostic.message());
    this.diagnostic = diagnostic;
  }

  /** Returns what is wrong. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }

  static StateException of(Code code, String message, String cause, String hint) {
    return new StateException(Diagnostic.error(code, message).because(cause).hint(hint));
  }
}
