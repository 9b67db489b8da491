package dev.bounce.backend;

import dev.bounce.diag.Code;
import dev.bounce.host.HostException;
import java.util.List;
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

  /**
   * Returns the error about what a host could not do: B005 where that was for want of permission.
   *
   * @param otherwise what kind of error it is where it was for something else
   * @param hint what to do about it
   */
  public static BackendException of(
      HostException cause, Code otherwise, String message, String hint) {
    Code code = cause.reason() == HostException.Reason.PERMISSION ? Code.B005 : otherwise;
    return new BackendException(code, message, cause.message(), hint);
  }

  /** The same where nothing can be advised. */
  public static BackendException of(HostException cause, Code otherwise, String message) {
    return of(cause, otherwise, message, "");
  }

  /** Returns the error about a member that a service does not have, with those that it has. */
  public static BackendException noMember(Settings settings, String name, List<String> known) {
    return new BackendException(
        Code.B003,
        "service " + settings.service() + " has no member " + name,
        "",
        "it has " + String.join(", ", known));
  }

  /** Returns what kind of error it is. */
  public Code code() {
    return code;
  }

  /** Returns what could not be done. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** Returns what could not be done and the component's own words, in one line. */
  public String text() {
    return message() + why().map(words -> ": " + words).orElse("");
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
