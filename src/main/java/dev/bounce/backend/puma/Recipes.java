package dev.bounce.backend.puma;

import dev.bounce.backend.Action;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.backend.Workers;
import dev.bounce.host.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Pumas are told what to do: one order or one signal each. */
final class Recipes {
  private static final Duration START_BOUND = Duration.ofMinutes(2);

  /** Puma kills a worker that has not ended after 30 s: {@code worker_shutdown_timeout}. */
  private static final Duration STOP_BOUND = Duration.ofSeconds(60);

  private static final Duration KILL_BOUND = Duration.ofSeconds(5);

  /** One worker may take 30 s to end and 60 s to load: {@code worker_boot_timeout}. */
  private static final Duration WORKER_BOUND = Duration.ofSeconds(90);

  private static final int WORKERS_WHERE_UNKNOWN = 4;

  private final Settings settings;
  private final List<Member> members;
  private final Map<String, Effect.Spawn> spawns;

  /**
   * @param spawns how those members are started that can be, by name
   */
  Recipes(Settings settings, List<Member> members, Map<String, Effect.Spawn> spawns) {
    this.settings = settings;
    this.members = members;
    this.spawns = spawns;
  }

  /** What Puma is told: over HTTP, or by a signal. */
  private record Order(String target, String signal) {}

  private static final Order STOP = new Order("/stop", "TERM");
  private static final Order RESTART = new Order("/restart", "USR2");
  private static final Order PHASED_RESTART = new Order("/phased-restart", "USR1");
  private static final Order REFORK = new Order("/refork", "URG");

  Recipe recipe(Action action, List<MemberState> states) {
    List<MemberState> up = states.stream().filter(it -> !it.condition().isDown()).toList();
    List<MemberState> down = states.stream().filter(it -> it.condition().isDown()).toList();
    return switch (action) {
      case START -> Recipe.of(start(states.stream().filter(Recipes::isNotStarted).toList()));
      case STOP -> Recipe.of(stop(up));
      case RESTART, HOT_RESTART ->
          Recipe.of(
              order(RESTART, up, Goal.UP_ANEW, bound("start-within", START_BOUND)), start(down));
      case ROLL ->
          Recipe.of(order(PHASED_RESTART, up, Goal.WORKERS_ANEW, oneByOne(up)), start(down));
      case REFORK -> Recipe.of(order(REFORK, up, Goal.WORKERS_ANEW, oneByOne(up)));
      case RELOAD, SIGNAL -> throw new IllegalArgumentException("puma has no " + action.verb());
    };
  }

  /** Returns how a signal is sent. */
  Recipe signal(String signal, List<MemberState> states) {
    List<Effect> effects =
        states.stream()
            .filter(it -> !it.condition().isDown())
            .map(state -> signal(state, signal))
            .toList();
    return Recipe.of(Stage.of(effects, Goal.SENT, bound("start-within", START_BOUND)));
  }

  /** One that is on its way and can be told again is waited for by whoever has started it. */
  private static boolean isNotStarted(MemberState state) {
    return state.condition() != Condition.RUNNING && state.identity().isEmpty();
  }

  private Stage start(List<MemberState> states) {
    List<Effect> effects =
        states.stream()
            .<Effect>flatMap(state -> Optional.ofNullable(spawns.get(state.member())).stream())
            .toList();
    return Stage.of(effects, Goal.UP_ANEW, bound("start-within", START_BOUND));
  }

  /** A request that never ends keeps a Puma without workers from ending, for ever. */
  private Stage stop(List<MemberState> states) {
    List<Effect> orders = states.stream().map(state -> effect(state, STOP)).toList();
    List<Effect> kills =
        states.stream()
            .filter(state -> state.facts().isEmpty() || Facts.of(state).process().isPresent())
            .map(state -> signal(state, "KILL"))
            .toList();
    Stage killing = Stage.of(kills, Goal.DOWN, KILL_BOUND);
    return new Stage(orders, Goal.DOWN, bound("stop-within", STOP_BOUND), Optional.of(killing));
  }

  private Stage order(Order order, List<MemberState> states, Goal goal, Duration within) {
    return Stage.of(states.stream().map(state -> effect(state, order)).toList(), goal, within);
  }

  private Effect effect(MemberState state, Order order) {
    Optional<Endpoint> endpoint =
        state.facts().isEmpty()
            ? ReachFinder.planned(member(state.member()))
            : Facts.of(state).endpoint();
    return endpoint
        .<Effect>map(at -> new Effect.HttpCall(state.member(), at, "GET", order.target(), false))
        .orElseGet(() -> signal(state, order.signal()));
  }

  private static Effect signal(MemberState state, String signal) {
    return new Effect.Signal(state.member(), Facts.of(state).process(), signal, false);
  }

  private Duration bound(String property, Duration otherwise) {
    return settings.duration(property).orElse(otherwise);
  }

  private Duration oneByOne(List<MemberState> states) {
    int most =
        states.stream()
            .map(MemberState::workers)
            .mapToInt(workers -> workers.map(Workers::wanted).orElse(WORKERS_WHERE_UNKNOWN))
            .max()
            .orElse(WORKERS_WHERE_UNKNOWN);
    return bound("start-within", WORKER_BOUND).multipliedBy(Math.max(1, most));
  }

  private Member member(String name) {
    return members.stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no member " + name));
  }
}
