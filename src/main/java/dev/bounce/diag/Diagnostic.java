package dev.bounce.diag;

import java.util.Optional;

/**
 * One thing that is wrong, as data.
 *
 * @param code what kind of error it is; {@code bounce explain CODE} tells more
 * @param severity whether it forbids going on
 * @param span where, absent where no text is to blame (a missing file, a refused connection)
 * @param message what is wrong here, one sentence without a full stop
 * @param cause why it is wrong, where the message alone does not say so
 * @param hint what to do about it
 */
public record Diagnostic(
    Code code,
    Severity severity,
    Optional<Span> span,
    String message,
    Optional<String> cause,
    Optional<String> hint) {

  /** Returns an error at a place. */
  public static Diagnostic error(Code code, Span span, String message) {
    return new Diagnostic(
        code, Severity.ERROR, Optional.of(span), message, Optional.empty(), Optional.empty());
  }

  /** Returns an error that no text is to blame for. */
  public static Diagnostic error(Code code, String message) {
    return new Diagnostic(
        code, Severity.ERROR, Optional.empty(), message, Optional.empty(), Optional.empty());
  }

  /** Returns a warning at a place. */
  public static Diagnostic warning(Code code, Span span, String message) {
    return new Diagnostic(
        code, Severity.WARNING, Optional.of(span), message, Optional.empty(), Optional.empty());
  }

  /** Returns this diagnostic with a cause. */
  public Diagnostic because(String why) {
    return new Diagnostic(code, severity, span, message, Optional.of(why), hint);
  }

  /** Returns this diagnostic with a hint. */
  public Diagnostic hint(String repair) {
    return new Diagnostic(code, severity, span, message, cause, Optional.of(repair));
  }

  /** Returns this diagnostic with "did you mean" where {@code near} is present, else as it is. */
  public Diagnostic suggest(Optional<String> near) {
    return near.map(word -> hint("did you mean `" + word + "`?")).orElse(this);
  }

  /** Tells whether it forbids going on. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
