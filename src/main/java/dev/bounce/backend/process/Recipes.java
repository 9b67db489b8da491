package dev.bounce.backend.process;

import dev.bounce.backend.Action;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.ProcessMark;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How members are stopped and started: who is asked to end, who is made to, what is started. */
final class Recipes {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);
  private static final Duration AFTER_START = Duration.ofSeconds(5);

  private final List<Member> members;

  Recipes(List<Member> members) {
    this.members = members;
  }

  Recipe recipe(Action action, List<MemberState> states) {
    List<Effect> stops = new ArrayList<>();
    List<Effect> kills = new ArrayList<>();
    List<Effect> starts = new ArrayList<>();
    Duration grace = GRACE;
    for (MemberState state : states) {
      Member member = member(state.member());
      if (mustStop(action, state.condition())) {
        stops.add(stop(member.settings(), state));
        kills.add(signal(state, "KILL", true));
        grace = member.settings().duration("grace").orElse(GRACE);
      }
      if (mustStart(action, state.condition())) {
        starts.add(member.start());
      }
    }
    Stage kill = Stage.of(kills, Goal.DOWN, AFTER_KILL);
    return Recipe.of(
        new Stage(stops, Goal.DOWN, grace, Optional.of(kill)),
        Stage.of(starts, Goal.UP_ANEW, AFTER_START));
  }

  /** A signal to the process of each member that runs. */
  static Recipe signal(String signal, List<MemberState> states) {
    List<Effect> signals =
        states.stream()
            .filter(state -> !state.condition().isDown())
            .map(state -> signal(state, signal, false))
            .toList();
    return Recipe.of(Stage.of(signals, Goal.SENT, AFTER_KILL));
  }

  private static boolean mustStop(Action action, Condition condition) {
    return switch (action) {
      case STOP, RESTART -> !condition.isDown();
      case START -> condition == Condition.STOPPING; // its leader has ended, others have not
      case RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL ->
          throw new IllegalArgumentException("processes have no " + action.verb());
    };
  }

  private static boolean mustStart(Action action, Condition condition) {
    return switch (action) {
      case STOP -> false;
      case RESTART -> true;
      case START -> condition != Condition.RUNNING;
      case RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL ->
          throw new IllegalArgumentException("processes have no " + action.verb());
    };
  }

  private static Effect stop(Settings settings, MemberState state) {
    return signal(
        state,
        settings.text("stop-signal").orElse("TERM"),
        settings.isSet("stop-as-group") || state.condition() == Condition.STOPPING);
  }

  private static Effect signal(MemberState state, String signal, boolean session) {
    return new Effect.Signal(
        state.member(), state.identity().map(ProcessMark::process), signal, session);
  }

  private Member member(String name) {
    return members.stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no member " + name));
  }
}
