package dev.bounce.run;

import dev.bounce.backend.Action;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a run did to a member, and how it left it.
 *
 * @param service the key of its service
 * @param member what the backend calls it
 * @param outcome whether the run did something to it, and with what result
 * @param action the last action on it
 * @param before what it was before that, as a person reads it: {@code pid 812}, {@code down}
 * @param after what it was after that
 * @param took how long the last action took, from its first effect to its proof
 * @param state what the backend said of it last
 * @param deeds everything that was done to it
 */
public record MemberReport(
    String service,
    String member,
    Outcome outcome,
    Optional<Action> action,
    String before,
    String after,
    Duration took,
    String state,
    Set<Deed> deeds) {
  /** Copies the set. */
  public MemberReport {
    deeds = deeds.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(deeds));
  }

  /** With what result something was done to a member. */
  public enum Outcome {
    /** Nothing was done. */
    UNTOUCHED,
    /** It is where the last action should bring it, and that is proven. */
    DONE,
    /** It is not. */
    FAILED,
    /** The run ended before anybody could see. */
    IN_DOUBT
  }

  /** Something that was done to a member. */
  public enum Deed {
    /** Any effect was sent. */
    TOUCHED,
    STARTED,
    STOPPED,
    RESTARTED,
    RELOADED,
    SIGNALLED,
    /** It did not end by itself in time. */
    KILLED
  }
}
