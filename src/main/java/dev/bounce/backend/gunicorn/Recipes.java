package dev.bounce.backend.gunicorn;

import dev.bounce.backend.Action;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.backend.master.DeclaredMaster;
import dev.bounce.backend.master.MasterSignals;
import dev.bounce.backend.master.Starter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which signals carry out an action, in which order, and what has to have come true in between;
 * docs.gunicorn.org, "Signal Handling".
 */
final class Recipes {
  /** Longer than the 30 s that gunicorn gives its workers to finish by itself. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  private final Settings settings;
  private final Starter starter;

  Recipes(Settings settings, Starter starter) {
    this.settings = settings;
    this.starter = starter;
  }

  Recipe recipe(Action action, List<MemberState> states) {
    List<MemberState> up = states.stream().filter(state -> !state.condition().isDown()).toList();
    List<MemberState> down = states.stream().filter(state -> state.condition().isDown()).toList();
    return switch (action) {
      case START -> start(states.stream().filter(Starter::isWanted).toList());
      case STOP -> Recipe.of(stop(up, false));
      case RESTART -> Recipe.of(stop(up, true), started(states));
      case RELOAD -> Recipe.of(reload(up));
      case HOT_RESTART -> Recipe.of(succeeded(up), dismissed(up), started(down));
      case ROLL, REFORK, SIGNAL ->
          throw new IllegalArgumentException("gunicorn has no " + action.verb());
    };
  }

  static Duration startWithin(Settings settings) {
    return settings.duration("start-within").orElse(START_WITHIN);
  }

  private static Duration stopWithin(Settings settings) {
    return settings.duration("stop-within").orElse(STOP_WITHIN);
  }

  /** What an earlier start has left behind has to end first. */
  private Recipe start(List<MemberState> states) {
    List<MemberState> ending =
        states.stream().filter(state -> state.condition() == Condition.STOPPING).toList();
    return Recipe.of(stop(ending, false), started(states));
  }

  private Stage started(List<MemberState> states) {
    List<Effect> effects =
        states.stream()
            .filter(state -> !own(state).texts("command").isEmpty())
            .map(state -> starter.start(settings, state.member()))
            .toList();
    return Stage.of(effects, Goal.UP_ANEW, startWithin(settings));
  }

  private Stage stop(List<MemberState> states, boolean checked) {
    List<Effect> kills = new ArrayList<>();
    for (MemberState state : states) {
      if (state.condition() == Condition.STOPPING) {
        kills.add(session(state, "KILL"));
      } else {
        kills.addAll(MasterSignals.kill(state));
      }
    }
    Stage kill = Stage.of(kills, Goal.DOWN, AFTER_KILL);
    List<Effect> effects =
        checked ? checkedFirst(states, Recipes::end) : each(states, Recipes::end);
    return new Stage(effects, Goal.DOWN, stopWithin(settings), Optional.of(kill));
  }

  private static Effect end(MemberState state) {
    return state.condition() == Condition.STOPPING
        ? session(state, "TERM")
        : MasterSignals.toMaster(state, "TERM");
  }

  private static Effect session(MemberState state, String signal) {
    Effect.Signal toMaster = (Effect.Signal) MasterSignals.toMaster(state, signal);
    return new Effect.Signal(state.member(), toMaster.process(), signal, true);
  }

  private Stage reload(List<MemberState> states) {
    List<Effect> effects = checkedFirst(states, state -> MasterSignals.toMaster(state, "HUP"));
    Duration within = startWithin(settings).plus(stopWithin(settings));
    return Stage.of(effects, Goal.WORKERS_ANEW, within);
  }

  /** A second master comes up; if it does not, the first one goes on alone. */
  private Stage succeeded(List<MemberState> states) {
    List<Effect> end = each(states, state -> Effect.Signal.toSuccessor(state.member(), "KILL"));
    Stage killed = Stage.of(end, Goal.UP_UNCHANGED, AFTER_KILL);
    List<Effect> back = each(states, state -> Effect.Signal.toSuccessor(state.member(), "TERM"));
    Stage undo = new Stage(back, Goal.UP_UNCHANGED, stopWithin(settings), Optional.of(killed));
    List<Effect> effects = checkedFirst(states, state -> MasterSignals.toMaster(state, "USR2"));
    return Stage.of(effects, Goal.SUCCESSOR_UP, startWithin(settings)).withUndo(undo);
  }

  /** The first master goes, and the second one is the member from then on. */
  private Stage dismissed(List<MemberState> states) {
    List<Effect> kills =
        states.stream().flatMap(state -> MasterSignals.kill(state).stream()).toList();
    return new Stage(
        each(states, state -> MasterSignals.toMaster(state, "TERM")),
        Goal.UP_ANEW,
        stopWithin(settings),
        Optional.of(Stage.of(kills, Goal.UP_ANEW, AFTER_KILL)));
  }

  /** A check that fails keeps the signal behind it from being sent. */
  private List<Effect> checkedFirst(
      List<MemberState> states, Function<MemberState, Effect> signal) {
    List<Effect> effects = new ArrayList<>();
    for (MemberState state : states) {
      List<String> check = own(state).texts("import-check");
      if (!check.isEmpty()) {
        effects.add(new Effect.Command(state.member(), check, own(state).text("user")));
      }
      effects.add(signal.apply(state));
    }
    return effects;
  }

  private static List<Effect> each(List<MemberState> states, Function<MemberState, Effect> effect) {
    return states.stream().map(effect).toList();
  }

  private Settings own(MemberState state) {
    return DeclaredMaster.known(state.member(), settings).settings();
  }
}
