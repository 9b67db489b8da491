package dev.bounce.run;

import dev.bounce.health.ProbeAnswer;
import java.time.Duration;

/**
 * A probe of a guard that counts as failed.
 *
 * @param after when it was known, counted from the moment at which the guard began
 * @param member the member that was asked, or the first of those that share an address
 * @param kind how it failed
 * @param said the answer in a few words: {@code 503 instead of 200 to 399}
 */
public record GuardFailure(Duration after, String member, Kind kind, String said) {
  /** How a probe can fail while something is restarted: each kind has other causes. */
  public enum Kind {
    REFUSED("refused"),
    RESET("reset"),
    TIMED_OUT("timed-out"),
    BAD_STATUS("bad-status"),
    BAD_BODY("bad-body"),
    /** A good answer that took longer than {@code latency}. */
    SLOW("slow"),
    /** An exit code, a member that is not up, no HTTP, or a question that could not be asked. */
    OTHER("other");

    private final String attribute;

    Kind(String attribute) {
      this.attribute = attribute;
    }

    /** Returns its name as an attribute of {@code guard}. */
    public String attribute() {
      return attribute;
    }

    /** Returns its name in a sentence. */
    public String shown() {
      return attribute.replace('-', ' ');
    }

    /** Returns the kind of an answer that is not ok. */
    static Kind of(ProbeAnswer.Kind answer) {
      return switch (answer) {
        case REFUSED -> REFUSED;
        case RESET -> RESET;
        case TIMEOUT -> TIMED_OUT;
        case BAD_STATUS -> BAD_STATUS;
        case BAD_BODY -> BAD_BODY;
        case BAD_ANSWER, FAILED -> OTHER;
        case OK -> throw new IllegalArgumentException("that has not failed");
      };
    }
  }
}
