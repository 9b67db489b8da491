package dev.bounce.backend.nginx;

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
 * nginx.org, "Controlling nginx".
 */
final class Recipes {
  private static final Duration START_WITHIN = Duration.ofSeconds(10);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final Duration AFTER_TERM = Duration.ofSeconds(5);
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
      case START -> start(states);
      case STOP -> Recipe.of(stop(each(up, Recipes::quit), up));
      case RESTART -> Recipe.of(stop(testedFirst(up, Recipes::quit), up), started(states));
      case RELOAD ->
          Recipe.of(
              Stage.of(
                  testedFirst(up, state -> master(state, "HUP")),
                  Goal.WORKERS_ANEW,
                  startWithin()));
      case HOT_RESTART -> upgrade(up, down);
      case ROLL, REFORK, SIGNAL ->
          throw new IllegalArgumentException("nginx has no " + action.verb());
    };
  }

  private Duration startWithin() {
    return settings.duration("start-within").orElse(START_WITHIN);
  }

  private Duration stopWithin() {
    return settings.duration("stop-within").orElse(STOP_WITHIN);
  }

  private Recipe start(List<MemberState> states) {
    List<MemberState> wanted = states.stream().filter(Starter::isWanted).toList();
    List<MemberState> ending =
        wanted.stream().filter(state -> state.condition() == Condition.STOPPING).toList();
    return Recipe.of(stop(each(ending, Recipes::quit), ending), started(wanted));
  }

  private Stage started(List<MemberState> states) {
    Settings complete = Program.withCommands(settings);
    List<Effect> effects = each(states, state -> starter.start(complete, state.member()));
    return Stage.of(effects, Goal.UP_ANEW, startWithin());
  }

  private static Effect quit(MemberState state) {
    return master(state, "QUIT");
  }

  /** Asks for a graceful end, then for a fast one, and makes it end at last. */
  private Stage stop(List<Effect> effects, List<MemberState> states) {
    Stage kill = Stage.of(kills(states), Goal.DOWN, AFTER_KILL);
    List<Effect> terms = each(states, state -> master(state, "TERM"));
    Stage fast = new Stage(terms, Goal.DOWN, AFTER_TERM, Optional.of(kill));
    return new Stage(effects, Goal.DOWN, stopWithin(), Optional.of(fast));
  }

  private static List<Effect> kills(List<MemberState> states) {
    return states.stream().flatMap(state -> MasterSignals.kill(state).stream()).toList();
  }

  /** The new binary comes up, then serves alone, and only then the old master goes for good. */
  private Recipe upgrade(List<MemberState> states, List<MemberState> down) {
    List<Effect> dismissed =
        each(states, state -> Effect.Signal.toSuccessor(state.member(), "QUIT"));
    List<Effect> revived = new ArrayList<>(each(states, state -> master(state, "HUP")));
    revived.addAll(dismissed);
    Stage both =
        Stage.of(
                testedFirst(states, state -> master(state, "USR2")),
                Goal.SUCCESSOR_UP,
                startWithin())
            .withUndo(Stage.of(dismissed, Goal.UP_UNCHANGED, stopWithin()));
    Stage alone =
        Stage.of(each(states, state -> master(state, "WINCH")), Goal.SUCCESSOR_UP, startWithin())
            .withUndo(Stage.of(revived, Goal.UP_UNCHANGED, stopWithin()));
    Stage fast = Stage.of(each(states, state -> master(state, "TERM")), Goal.UP_ANEW, AFTER_TERM);
    Stage gone =
        new Stage(each(states, Recipes::quit), Goal.UP_ANEW, stopWithin(), Optional.of(fast));
    return Recipe.of(both, alone, gone, started(down));
  }

  private static Effect master(MemberState state, String signal) {
    return MasterSignals.toMaster(state, signal);
  }

  /** A test that fails keeps the signal behind it from being sent. */
  private List<Effect> testedFirst(List<MemberState> states, Function<MemberState, Effect> signal) {
    List<Effect> effects = new ArrayList<>();
    for (MemberState state : states) {
      Settings own = own(state);
      effects.add(new Effect.Command(state.member(), Program.test(own), own.text("user")));
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
