package dev.bounce.health;

/**
 * What a probe heard.
 *
 * @param kind how it ended
 * @param status the HTTP status or exit code; zero where there is none
 * @param body the HTTP body or the command's output, possibly empty
 * @param said the answer in a few words, for reports: {@code 200}, {@code connection refused}
 */
public record ProbeAnswer(Kind kind, int status, String body, String said) {
  /** How a probe can end. */
  public enum Kind {
    OK,
    REFUSED,
    RESET,
    TIMEOUT,
    /** HTTP, with another status than the expected ones. */
    BAD_STATUS,
    /** HTTP with an expected status, whose body does not match. */
    BAD_BODY,
    /** No HTTP, an exit code that is not 0, or a member that is not up. */
    BAD_ANSWER,
    FAILED
  }

  /** Tells whether the service serves. */
  public boolean ok() {
    return kind == Kind.OK;
  }
}
