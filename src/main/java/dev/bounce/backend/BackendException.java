package dev.bounce.backend;

import dev.bounce.diag.Code;
import java.util.Optional;

/**
 * A backend could not read or do something. It is an answer, not an accident: it names the
 * component and the call, holds the component's own words, and says what to do next.
 */
public final class BackendException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String cause;
  private final String hint;

  /**
   * @param code what kind of error it is
   * @param message what could not be done, naming the component and the call
   * @param cause the component's own words, possibly empty
   * @param hint what to do next, possibly empty
   */
  public BackendException(Code code, String message, String cause, String hint) {
    super(message);
    this.code = code;
    this.cause = cause;
    this.hint = hint;
  }

  /** Returns what kind of error it is. */
  public Code code() {
    return code;
  }

  /** Returns what could not be done. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** Returns the component's own words. */
  public Optional<String> why() {
    return cause.isBlank() ? Optional.empty() : Optional.of(cause);
  }

  /** Returns what to do next. */
  public Optional<String> hint() {
    return hint.isBlank() ? Optional.empty() : Optional.of(hint);
  }
}
