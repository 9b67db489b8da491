package dev.bounce.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a backend says of a member.
 *
 * @param member the backend's full name of it ({@code group:process}, {@code worker@1.service})
 * @param condition its condition, in the words of this product
 * @param identity what changes with every start; absent while it does not run
 * @param startedAt when it started, where the backend says so
 * @param detail the backend's own word and reason ({@code FATAL: Exited too quickly}), possibly
 *     empty
 * @param patience how long the service manager itself waits for it, where it says so
 * @param workers who does its work, where it is a master with workers
 * @param successor who is about to take over from it
 * @param healthy what the service manager's own check of its health says; absent where it has none
 * @param requests how many requests it has to answer just now, those that wait in its own queue
 *     included; absent where nobody says so
 * @param facts what else the backend saw that its own recipes and remarks depend on; nobody else
 *     reads them, but for who starts it again ({@link dev.bounce.backend.master.Monitor#noted}) and
 *     what would end with it ({@link MainProcess#noted})
 */
public record MemberState(
    String member,
    Condition condition,
    Optional<Identity> identity,
    Optional<Instant> startedAt,
    String detail,
    Optional<Patience> patience,
    Optional<Workers> workers,
    Optional<Successor> successor,
    Optional<Boolean> healthy,
    Optional<Integer> requests,
    Map<String, String> facts) {
  /** Copies the map and keeps its order. */
  public MemberState {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** Returns a state of which nothing more is known. */
  public MemberState(
      String member,
      Condition condition,
      Optional<Identity> identity,
      Optional<Instant> startedAt,
      String detail) {
    this(
        member,
        condition,
        identity,
        startedAt,
        detail,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** Returns this state with what is known of the service manager's patience. */
  public MemberState withPatience(Patience known) {
    return new MemberState(
        member,
        condition,
        identity,
        startedAt,
        detail,
        Optional.of(known),
        workers,
        successor,
        healthy,
        requests,
        facts);
  }

  /** Returns this state with the member's workers. */
  public MemberState withWorkers(Workers seen) {
    return new MemberState(
        member,
        condition,
        identity,
        startedAt,
        detail,
        patience,
        Optional.of(seen),
        successor,
        healthy,
        requests,
        facts);
  }

  /** Returns this state with who is about to take over. */
  public MemberState withSuccessor(Successor seen) {
    return new MemberState(
        member,
        condition,
        identity,
        startedAt,
        detail,
        patience,
        workers,
        Optional.of(seen),
        healthy,
        requests,
        facts);
  }

  /** Returns this state with the word of the service manager's own check of its health. */
  public MemberState withHealthy(boolean word) {
    return new MemberState(
        member,
        condition,
        identity,
        startedAt,
        detail,
        patience,
        workers,
        successor,
        Optional.of(word),
        requests,
        facts);
  }

  /** Returns this state with the number of requests that it has to answer. */
  public MemberState withRequests(int count) {
    return new MemberState(
        member,
        condition,
        identity,
        startedAt,
        detail,
        patience,
        workers,
        successor,
        healthy,
        Optional.of(count),
        facts);
  }

  /** Returns this state with what the backend has to remember of it. */
  public MemberState withFacts(Map<String, String> seen) {
    return new MemberState(
        member, condition, identity, startedAt, detail, patience, workers, successor, healthy,
        requests, seen);
  }

  /** Returns this state with another detail. */
  public MemberState withDetail(String words) {
    return new MemberState(
        member, condition, identity, startedAt, words, patience, workers, successor, healthy,
        requests, facts);
  }

  /**
   * How long a service manager is configured to wait for a member. A recipe's bounds are longer.
   *
   * @param start how long a new process has to live before the service manager calls it up
   * @param stop how long a process may take to end before the service manager kills it
   */
  public record Patience(Duration start, Duration stop) {}

  /** Conditions of a member. */
  public enum Condition {
    /** It runs, and the backend calls it up. */
    RUNNING,
    /** It is coming up. */
    STARTING,
    /** It is going down. */
    STOPPING,
    /** It is down, and nothing is wrong with that. */
    STOPPED,
    /** It is down after an error, and stays down. */
    FAILED,
    /**
     * No process of it is left after an error, and the service manager will start one again by
     * itself: supervisord's BACKOFF, systemd's auto-restart. Not down: it has to be stopped first.
     */
    RETRYING,
    /** Nobody has looked, or the backend does not know. */
    UNKNOWN;

    /** Tells whether no process of the member is left, nor on its way. */
    public boolean isDown() {
      return this == STOPPED || this == FAILED;
    }
  }

  /**
   * Returns a state that stands for "nobody has looked": the effects planned for it are the most
   * that can be needed.
   */
  public static MemberState unknown(String member) {
    return new MemberState(member, Condition.UNKNOWN, Optional.empty(), Optional.empty(), "");
  }

  /** Tells whether it is up. */
  public boolean isRunning() {
    return condition == Condition.RUNNING;
  }

  /** Tells whether it is up, and well as far as the service manager's own check can tell. */
  public boolean isWell() {
    return isRunning() && healthy.orElse(true);
  }
}
