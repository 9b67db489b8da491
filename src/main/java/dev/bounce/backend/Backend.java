package dev.bounce.backend;

import dev.bounce.backend.MemberState.Condition;
import dev.bounce.host.Host;
import dev.bounce.host.LogFollower;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A service manager: turns actions on members into effects, and reads the state of members.
 *
 * <p>A backend changes nothing by itself, except in {@link #carryOut}, which only the runner calls.
 * What it may remember is which members this process of bounce has touched, and nothing of how they
 * are. It is told the host to work on with every call that reaches out; every such call is bounded
 * by its time-out.
 */
public interface Backend {
  /** Returns the word behind {@code via}. */
  String name();

  /** Returns the properties that a service of this backend may carry. */
  List<PropertySpec> properties();

  /** Returns the actions that it can carry out. */
  Set<Action> actions();

  /**
   * Returns the names of all members of a service where the declaration alone tells them, in order;
   * empty where only the service manager knows. Pure.
   */
  Optional<List<String>> declaredMembers(Settings settings);

  /**
   * Reads the members of a service and their states, in a stable order. Changes nothing.
   *
   * @throws BackendException when the service manager cannot be asked, or does not know the service
   *     (B003, with the names it does know in the hint)
   */
  List<MemberState> observe(Settings settings, Host host, Duration timeout) throws BackendException;

  /**
   * Returns how an action is carried out on members of a service, all at once. Pure: the same
   * arguments give the same recipe. For a member in condition UNKNOWN it holds all effects that can
   * be needed; for an observed one exactly those that are.
   */
  Recipe recipe(Action action, Settings settings, List<MemberState> members);

  /**
   * Returns how a signal is sent to members. Pure. Only for backends with {@link Action#SIGNAL}.
   *
   * @param signal its name without SIG
   */
  default Recipe signal(String signal, Settings settings, List<MemberState> members) {
    throw new IllegalArgumentException(name() + " sends no signals");
  }

  /**
   * Returns what has to be said of an action before it begins: what else it touches, and what
   * speaks against it. Pure: judged from states that were observed.
   */
  default List<Remark> remarks(Action action, Settings settings, List<MemberState> members) {
    return List.of();
  }

  /**
   * Returns what speaks against a signal before it is sent. Pure: judged from states that were
   * observed.
   *
   * @param signal its name without SIG
   */
  default List<Remark> remarks(String signal, Settings settings, List<MemberState> members) {
    return List.of();
  }

  /**
   * Returns what a member is like after an action that went well, as far as that can be told
   * beforehand: a later step of the same plan is previewed with it. Pure.
   */
  default MemberState foreseen(Action action, MemberState before) {
    Condition after =
        switch (action) {
          case STOP -> Condition.STOPPED;
          case START, RESTART, HOT_RESTART -> Condition.RUNNING;
          case RELOAD, ROLL, REFORK -> before.condition();
          case SIGNAL -> Condition.UNKNOWN; // nobody knows what it makes of a signal
        };
    boolean keeps = before.condition() == after && !action.givesNewIdentity();
    return before.condition() == Condition.UNKNOWN || keeps
        ? before
        : new MemberState(before.member(), after, Optional.empty(), Optional.empty(), "foreseen")
            .withFacts(before.facts());
  }

  /** Tells whether it says of members that are up how many requests they have to answer. Pure. */
  default boolean countsRequests() {
    return false;
  }

  /**
   * Finds out whether effects on a service would be permitted. Changes nothing.
   *
   * @throws BackendException B005 when they would not
   */
  default void authorise(Settings settings, Host host, Duration timeout) throws BackendException {}

  /** Returns what can be said of the service manager without a service. Changes nothing. */
  List<Finding> diagnose(Host host, Duration timeout);

  /** Tells whether a member has an inside in which commands and processes can run. Pure. */
  default boolean hasInside() {
    return false;
  }

  /** Returns the inside of a member as a host, where a member has one. Changes nothing. */
  default Optional<Host> inside(Settings settings, MemberState member, Host host) {
    return Optional.empty();
  }

  /**
   * Returns how long a started member must have lived, counted from its start, before its start is
   * believed. Pure.
   */
  Duration stableWindow(Settings settings);

  /**
   * Carries out one effect of a recipe of this backend. Returns when the service manager has taken
   * it, not when it has come true; but one that {@link Effect#lasts} only then.
   *
   * @param taken is told when the service manager has an effect that lasts, so that the next one
   *     can follow it; need not be told of any other
   * @throws BackendException when it was refused; then nothing was changed
   */
  void carryOut(Effect effect, Settings settings, Host host, Duration timeout, Runnable taken)
      throws BackendException;

  /** Carries out an effect for somebody who need not know when it was taken. */
  default void carryOut(Effect effect, Settings settings, Host host, Duration timeout)
      throws BackendException {
    carryOut(effect, settings, host, timeout, () -> {});
  }

  /**
   * Returns the last lines that a member wrote, oldest first, for the report of a failure; empty
   * where none can be had. Changes nothing, and never fails.
   */
  List<String> logTail(Settings settings, String member, int lines, Host host, Duration timeout);

  /**
   * Begins to follow what members write from now on; absent where this backend does not know where
   * they write. Changes nothing. To be closed.
   *
   * @throws BackendException when the service manager cannot be asked
   */
  default Optional<LogFollower> follow(
      Settings settings, List<String> members, Host host, Duration timeout)
      throws BackendException {
    return Optional.empty();
  }
}
