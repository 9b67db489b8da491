package dev.bounce.plan;

import dev.bounce.diag.Code;
import java.util.Optional;

/** A formula has no value; an answer, not an accident. */
public final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String hint;

  /**
   * @param code what kind of error it is
   * @param message why there is no value, one sentence without a full stop
   */
  public EvaluationException(Code code, String message) {
    this(code, message, Optional.empty());
  }

  /**
   * @param code what kind of error it is
   * @param message why there is no value, one sentence without a full stop
   * @param hint what the reader can do about it
   */
  public EvaluationException(Code code, String message, Optional<String> hint) {
    super(message);
    this.code = code;
    this.hint = hint.orElse("");
  }

  /** Returns what kind of error it is. */
  public Code code() {
    return code;
  }

  /** Returns what the reader can do about it. */
  public Optional<String> hint() {
    return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
  }

  /** Returns why there is no value. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
