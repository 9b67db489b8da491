package dev.bounce.contract;

import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.backend.Workers;
import dev.bounce.host.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out recipes, for tests of backends: sends the effects of a stage, then observes until
 * every member that an effect was for has reached the goal.
 */
public final class RecipeDriver {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private final Backend backend;
  private final Settings settings;
  private final Host host;
  private final TestTime time;

  /** Returns a driver of one service. */
  public RecipeDriver(Backend backend, Settings settings, Host host, TestTime time) {
    this.backend = backend;
    this.settings = settings;
    this.host = host;
    this.time = time;
  }

  /** Thrown when a stage's goal is missed. */
  public static final class GoalMissed extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<MemberState> states;

    GoalMissed(String message, List<MemberState> states) {
      super(message + ": " + states);
      this.states = states;
    }

    /** Returns what was observed last. */
    public List<MemberState> states() {
      return states;
    }
  }

  /** Observes the service. */
  public List<MemberState> observe() throws BackendException {
    return backend.observe(settings, host, CALL_TIMEOUT);
  }

  /** Sends one effect. */
  public void send(Effect effect) throws BackendException {
    send(effect, CALL_TIMEOUT);
  }

  /** Sends one effect; an effect that lasts may take as long as its stage. */
  private void send(Effect effect, Duration within) throws BackendException {
    Duration timeout = effect.lasts() ? within.plus(CALL_TIMEOUT) : CALL_TIMEOUT;
    backend.carryOut(effect, settings, host, timeout);
  }

  /** Carries out a recipe and returns the states that were observed at its end. */
  public List<MemberState> perform(Recipe recipe) throws BackendException, GoalMissed {
    List<MemberState> states = observe();
    for (Stage stage : recipe.stages()) {
      try {
        states = perform(stage, byName(states));
      } catch (GoalMissed missed) {
        if (stage.undo().isPresent()) {
          for (Effect effect : stage.undo().get().effects()) {
            send(effect);
          }
        }
        throw missed;
      }
    }
    return states;
  }

  /** Waits until members that run have lived for the stable window, each in one life. */
  public void awaitStable(List<MemberState> started) throws BackendException, GoalMissed {
    Map<String, Identity> before = identities(started);
    Duration window = backend.stableWindow(settings);
    Instant deadline = time.now().plus(window).plusSeconds(5);
    while (true) {
      List<MemberState> states = observe();
      if (!before.equals(identities(states))) {
        throw new GoalMissed("it did not live through the stable window", states);
      }
      Instant now = time.now();
      if (states.stream()
          .allMatch(it -> !now.isBefore(it.startedAt().orElse(now.minus(window)).plus(window)))) {
        return;
      }
      if (now.isAfter(deadline)) {
        throw new GoalMissed("the stable window never passed", states);
      }
      time.pause();
    }
  }

  private List<MemberState> perform(Stage stage, Map<String, MemberState> before)
      throws BackendException, GoalMissed {
    Set<String> waited = new LinkedHashSet<>();
    for (Effect effect : stage.effects()) {
      waited.add(effect.member());
      send(effect, stage.within());
    }
    Instant deadline = time.now().plus(stage.within());
    while (true) {
      List<MemberState> states = observe();
      for (MemberState state : states) {
        if (waited.contains(state.member()) && reached(stage.goal(), state, before)) {
          waited.remove(state.member());
        }
      }
      if (waited.isEmpty()) {
        return states;
      }
      refuseFailure(stage.goal(), waited, states);
      if (time.now().isAfter(deadline)) {
        return escalate(stage, waited, states, before);
      }
      time.pause();
    }
  }

  private List<MemberState> escalate(
      Stage stage, Set<String> waited, List<MemberState> states, Map<String, MemberState> before)
      throws BackendException, GoalMissed {
    Optional<Stage> escalation = stage.escalation();
    if (escalation.isEmpty()) {
      throw new GoalMissed(waited + " did not get " + stage.goal() + " in time", states);
    }
    List<Effect> effects =
        escalation.get().effects().stream().filter(it -> waited.contains(it.member())).toList();
    return perform(
        new Stage(
            effects,
            escalation.get().goal(),
            escalation.get().within(),
            escalation.get().escalation()),
        before);
  }

  private static boolean reached(Goal goal, MemberState state, Map<String, MemberState> before) {
    Optional<MemberState> earlier = Optional.ofNullable(before.get(state.member()));
    Optional<Identity> old = earlier.flatMap(MemberState::identity);
    return switch (goal) {
      case DOWN -> state.condition().isDown();
      case UP_ANEW ->
          state.isRunning() && state.identity().isPresent() && !state.identity().equals(old);
      case UP_UNCHANGED -> state.isRunning() && state.identity().equals(old);
      case WORKERS_ANEW ->
          state.isRunning()
              && state.identity().equals(old)
              && state.workers().map(Workers::isComplete).orElse(false)
              && state.workers().orElseThrow().identities().stream()
                  .noneMatch(
                      earlier
                              .flatMap(MemberState::workers)
                              .map(Workers::identities)
                              .orElse(Set.of())
                          ::contains);
      case SUCCESSOR_UP ->
          state.isRunning()
              && state.identity().equals(old)
              && state.successor().map(it -> it.workers().isComplete()).orElse(false);
      case SENT -> true;
    };
  }

  private static void refuseFailure(Goal goal, Set<String> waited, List<MemberState> states)
      throws GoalMissed {
    boolean failed =
        states.stream()
            .filter(state -> waited.contains(state.member()))
            .map(MemberState::condition)
            .anyMatch(it -> it == Condition.FAILED || it == Condition.RETRYING);
    if (failed && goal != Goal.DOWN) {
      throw new GoalMissed("a member did not come up", states);
    }
  }

  private static Map<String, Identity> identities(List<MemberState> states) {
    Map<String, Identity> identities = new HashMap<>();
    states.forEach(state -> state.identity().ifPresent(it -> identities.put(state.member(), it)));
    return identities;
  }

  private static Map<String, MemberState> byName(List<MemberState> states) {
    Map<String, MemberState> byName = new HashMap<>();
    states.forEach(state -> byName.put(state.member(), state));
    return byName;
  }
}
