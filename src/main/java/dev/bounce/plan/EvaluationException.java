package dev.bounce.plan;

import dev.bounce.diag.Code;

/** A formula has no value; an answer, not an accident. */
public final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /**
   * @param code what kind of error it is
   * @param message why there is no value, one sentence without a full stop
   */
  public EvaluationException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** Returns what kind of error it is. */
  public Code code() {
    return code;
  }

  /** Returns why there is no value. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
