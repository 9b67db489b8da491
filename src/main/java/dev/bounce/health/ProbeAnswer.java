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
    BAD_ANSWER,
    FAILED
  }

  /** Tells whether the service serves. */
  public boolean ok() {
    return kind == Kind.OK;
  }
}
