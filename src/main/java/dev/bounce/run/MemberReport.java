package dev.bounce.run;

import dev.bounce.backend.Action;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run did to a member, and how it left it.
 *
 * @param service the key of its service
 * @param member what the backend calls it
 * @param outcome whether the run did something to it, and with what result
 * @param acts the actions on it, in their order; one that had nothing to do only where there is no
 *     other
 * @param before what it was before the first of them, as a person reads it: {@code pid 812}, {@code
 *     down}; of an untouched one, what it was when it was seen first
 * @param after what it was after the last of them, or became since
 * @param took how long the actions took, each from its first effect to its proof
 * @param state what the backend said of it last
 * @param deeds everything that was done to it
 * @param aside what became of it that no action on it was for
 * @param logTail the last lines of its log, oldest first, if the last action on it has failed
 */
public record MemberReport(
    String service,
    String member,
    Outcome outcome,
    List<Act> acts,
    String before,
    String after,
    Duration took,
    String state,
    Set<Deed> deeds,
    Optional<String> aside,
    List<String> logTail) {
  /** Copies the collections; deeds keep the order of their declaration. */
  public MemberReport {
    acts = List.copyOf(acts);
    deeds = deeds.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(deeds));
    logTail = List.copyOf(logTail);
  }

  /**
   * One action on a member.
   *
   * @param outcome its result
   * @param touched whether any effect was sent
   */
  public record Act(Action action, Outcome outcome, boolean touched) {}

  /** Returns the last action on it. */
  public Optional<Action> action() {
    return acts.isEmpty() ? Optional.empty() : Optional.of(acts.getLast().action());
  }

  /** Tells whether the last action on it was not meant to stop it. */
  boolean isToBeUp() {
    return !action().equals(Optional.of(Action.STOP));
  }

  MemberReport masked(SecretMask mask) {
    return new MemberReport(
        service,
        member,
        outcome,
        acts,
        before,
        after,
        took,
        mask.mask(state),
        deeds,
        aside.map(mask::mask),
        mask.mask(logTail));
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
