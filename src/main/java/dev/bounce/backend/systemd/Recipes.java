package dev.bounce.backend.systemd;

import dev.bounce.backend.Action;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.MemberState.Patience;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is sent to systemd: one job for each member. A restart is one job, too: once systemd has it,
 * a member that went down comes up again, whatever becomes of bounce.
 */
final class Recipes {
  /** What an action may take in addition to what systemd itself allows. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** The same where nobody has asked systemd: its own default is 90 s. */
  private static final Duration BOUND = Duration.ofSeconds(100);

  private static final Duration SIGNAL_BOUND = Duration.ofSeconds(5);

  private final Settings settings;
  private final List<MemberState> members;

  Recipes(Settings settings, List<MemberState> members) {
    this.settings = settings;
    this.members = members;
  }

  Recipe recipe(Action action) {
    return switch (action) {
      case START ->
          stage(members.stream().filter(it -> !it.isRunning()).toList(), "start", Goal.UP_ANEW);
      case RESTART -> killAfter().isPresent() ? forced() : stage(members, "restart", Goal.UP_ANEW);
      case STOP -> Recipe.of(stop(up()));
      case RELOAD -> stage(members, "reload", Goal.UP_UNCHANGED);
      case HOT_RESTART, ROLL, REFORK, SIGNAL ->
          throw new IllegalArgumentException("systemd has no " + action.verb());
    };
  }

  private List<MemberState> up() {
    return members.stream().filter(it -> !it.condition().isDown()).toList();
  }

  private Optional<Duration> killAfter() {
    return settings.duration("kill-after").filter(Duration::isPositive);
  }

  /** Two jobs, as only between them it can be told who has not ended in time. */
  private Recipe forced() {
    List<Stage> stages = new ArrayList<>();
    stages.add(stop(up()));
    stages.addAll(stage(members, "start", Goal.UP_ANEW).stages());
    return new Recipe(stages);
  }

  private Stage stop(List<MemberState> concerned) {
    List<Effect> stops = new ArrayList<>();
    List<Effect> kills = new ArrayList<>();
    for (MemberState member : concerned) {
      stops.add(effect(member, "--no-block", "stop"));
      kills.add(effect(member, "kill", "--kill-who=all", "--signal=KILL"));
    }
    Duration bound = bound(concerned, "stop");
    return killAfter()
        .filter(patience -> patience.compareTo(bound) < 0)
        .map(patience ->
            new Stage(
                stops, Goal.DOWN, patience, Optional.of(Stage.of(kills, Goal.DOWN, SIGNAL_BOUND))))
        .orElseGet(() -> Stage.of(stops, Goal.DOWN, bound));
  }

  /** A signal to the main process of each member that has one, as far as anybody has looked. */
  Recipe signal(String signal) {
    List<Effect> effects =
        members.stream()
            .filter(Recipes::hasProcess)
            .<Effect>map(member -> effect(member, "kill", "--kill-who=main", "--signal=" + signal))
            .toList();
    return Recipe.of(Stage.of(effects, Goal.SENT, SIGNAL_BOUND));
  }

  private static boolean hasProcess(MemberState member) {
    Facts facts = Facts.of(member);
    return !member.condition().isDown() && (facts.isUnknown() || facts.hasMainProcess());
  }

  private Recipe stage(List<MemberState> concerned, String verb, Goal goal) {
    List<Effect> effects = new ArrayList<>();
    if (goal != Goal.DOWN) {
      concerned.stream()
          .filter(this::mustReadAnew)
          .findFirst()
          .ifPresent(first ->
              effects.add(Systemctl.effect(settings, first.member(), List.of("daemon-reload"))));
    }
    for (MemberState member : concerned) {
      if (goal == Goal.UP_ANEW && isCountedOut(member)) {
        effects.add(effect(member, "reset-failed"));
      }
      // A reload is no job that could be left half done; its exit code is worth waiting for.
      effects.add(
          goal == Goal.UP_UNCHANGED ? effect(member, verb) : effect(member, "--no-block", verb));
    }
    return Recipe.of(Stage.of(effects, goal, bound(concerned, verb)));
  }

  private boolean mustReadAnew(MemberState member) {
    return settings.isSet("daemon-reload")
        && (member.condition() == Condition.UNKNOWN || Facts.of(member).isOutdated());
  }

  /** A start limit that was reached stays reached until it is reset, or its time has passed. */
  private static boolean isCountedOut(MemberState member) {
    return member.condition() == Condition.FAILED || member.condition() == Condition.RETRYING;
  }

  private Effect effect(MemberState member, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(member.member());
    return Systemctl.effect(settings, member.member(), all);
  }

  private Duration bound(List<MemberState> concerned, String verb) {
    Duration start = bound(concerned, "start-within", Patience::start);
    Duration stop = bound(concerned, "stop-within", Patience::stop);
    return switch (verb) {
      case "stop" -> stop;
      case "restart" -> stop.plus(start);
      default -> start;
    };
  }

  private Duration bound(
      List<MemberState> concerned, String property, Function<Patience, Duration> which) {
    Optional<Duration> longest =
        concerned.stream()
            .flatMap(member -> member.patience().stream())
            .map(which)
            .max(Duration::compareTo);
    return settings.duration(property).or(() -> longest.map(MARGIN::plus)).orElse(BOUND);
  }
}
