package dev.bounce.backend.docker;

import dev.bounce.backend.Action;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.MemberState.Patience;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.host.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** How containers are stopped, started and restarted: one call for each. */
final class Recipes {
  /** How long a start may take where the service does not say. */
  private static final Duration START_BOUND = Duration.ofSeconds(60);

  /** What an end gets in addition: the Engine kills only when its own patience is over. */
  private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

  private static final Duration SIGNAL_BOUND = Duration.ofSeconds(5);

  private final Settings settings;
  private final Endpoint endpoint;

  Recipes(Settings settings) {
    this.settings = settings;
    this.endpoint = EngineAddress.planned(settings);
  }

  Recipe recipe(Action action, List<MemberState> members) {
    return switch (action) {
      case START ->
          one(of(members, member -> !member.isRunning(), this::start), Goal.UP_ANEW, startBound());
      case STOP ->
          one(
              of(members, member -> !member.condition().isDown(), this::stop),
              Goal.DOWN,
              stopBound(members));
      case RESTART ->
          one(
              of(members, _ -> true, this::restart),
              Goal.UP_ANEW,
              stopBound(members).plus(startBound()));
      case RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL ->
          throw new IllegalArgumentException("docker has no " + action.verb());
    };
  }

  Recipe signal(String signal, List<MemberState> members) {
    return one(
        of(
            members,
            member -> member.isRunning() || member.condition() == Condition.UNKNOWN,
            member -> call(member, "kill?signal=" + EngineClient.encoded(signal), false)),
        Goal.SENT,
        SIGNAL_BOUND);
  }

  private interface Making {
    Effect of(MemberState member);
  }

  private static List<Effect> of(
      List<MemberState> members, Predicate<MemberState> which, Making making) {
    return members.stream().filter(which).map(making::of).toList();
  }

  private static Recipe one(List<Effect> effects, Goal goal, Duration within) {
    return Recipe.of(Stage.of(effects, goal, within));
  }

  private Effect start(MemberState member) {
    return call(member, "start", false);
  }

  private Effect stop(MemberState member) {
    return call(member, "stop" + patience(member), true);
  }

  /** One call, which the Engine brings to its end also when bounce does not live to see it. */
  private Effect restart(MemberState member) {
    return member.condition().isDown()
        ? start(member)
        : call(member, "restart" + patience(member), true);
  }

  private Effect call(MemberState member, String what, boolean lasts) {
    String target = "/containers/" + EngineClient.encoded(member.member()) + "/" + what;
    return new Effect.HttpCall(member.member(), endpoint, "POST", target, lasts);
  }

  /** Without a word the Engine takes what the container was made with. */
  private String patience(MemberState member) {
    return settings
        .duration("stop-within")
        .map(within -> Long.toString(wholeSeconds(within)))
        .or(() -> Optional.ofNullable(member.facts().get(StateReader.STOP_SECONDS)))
        .or(() -> member.patience().map(it -> Long.toString(it.stop().toSeconds())))
        .map(seconds -> "?t=" + seconds)
        .orElse("");
  }

  private Duration stopBound(List<MemberState> members) {
    Duration patience =
        settings
            .duration("stop-within")
            .map(within -> Duration.ofSeconds(wholeSeconds(within)))
            .or(() ->
                members.stream()
                    .flatMap(member -> member.patience().stream())
                    .map(Patience::stop)
                    .max(Duration::compareTo))
            .orElse(Container.USUAL_STOP);
    return patience.plus(STOP_MARGIN);
  }

  private Duration startBound() {
    return settings.duration("start-within").orElse(START_BOUND);
  }

  /** The Engine counts in whole seconds; what is asked for is never cut short. */
  private static long wholeSeconds(Duration duration) {
    return duration.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
