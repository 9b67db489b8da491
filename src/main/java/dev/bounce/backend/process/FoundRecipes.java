package dev.bounce.backend.process;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MainProcess;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.diag.Code;
import dev.bounce.host.CommandLine;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a member that consists of found processes is stopped and started.
 *
 * <p>Each process that was seen is asked to end. What is there after half of the grace is asked
 * once more, for some start another while they are being stopped; what is there after all of it is
 * killed, twice for the same reason.
 */
final class FoundRecipes {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);
  private static final Duration AFTER_START = Duration.ofSeconds(30);

  private final Member member;

  FoundRecipes(Member member) {
    this.member = member;
  }

  Recipe recipe(Action action, MemberState state) {
    List<Stage> stages = new ArrayList<>();
    switch (action) {
      case START -> addStart(stages, !state.isRunning());
      case STOP -> addStop(stages, state);
      case RESTART -> {
        addStop(stages, state);
        addStart(stages, true);
      }
      case RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL ->
          throw new IllegalArgumentException("processes have no " + action.verb());
    }
    return new Recipe(stages);
  }

  Recipe signal(String signal, MemberState state) {
    return new Recipe(
        state.condition().isDown()
            ? List.of()
            : List.of(Stage.of(seen(state, signal), Goal.SENT, AFTER_KILL)));
  }

  List<Remark> remarks(Action action, MemberState state) {
    boolean stops =
        switch (action) {
          case STOP, RESTART -> true;
          case START, RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL -> false;
        };
    Optional<MainProcess> first = MainProcess.noted(state);
    if (stops && first.isPresent()) {
      return List.of(
          Remark.refusal(
              member.name(),
              "%s cannot be stopped without its container: pid 1 there ends with it (%s)"
                  .formatted(member.name(), first.get().shown()),
              "restart the container itself, which keeps its id"));
    }
    return remarks(action);
  }

  private List<Remark> remarks(Action action) {
    boolean starts =
        switch (action) {
          case START, RESTART -> true;
          case STOP, RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL -> false;
        };
    return starts && member.command().arguments().isEmpty()
        ? List.of(
            Remark.refusal(
                member.name(),
                member.name() + " has no `command`: nobody could start it again",
                "say what starts it, such as: command [\"/srv/app/start\"]"))
        : List.of();
  }

  private void addStop(List<Stage> stages, MemberState state) {
    if (state.condition().isDown()) {
      return;
    }
    String signal = member.settings().text("stop-signal").orElse("TERM");
    Duration half = member.settings().duration("grace").orElse(GRACE).dividedBy(2);
    Stage killAgain = Stage.of(whoeverIsThere("KILL"), Goal.DOWN, AFTER_KILL);
    Stage kill = new Stage(whoeverIsThere("KILL"), Goal.DOWN, AFTER_KILL, Optional.of(killAgain));
    Stage again = new Stage(whoeverIsThere(signal), Goal.DOWN, half, Optional.of(kill));
    stages.add(new Stage(seen(state, signal), Goal.DOWN, half, Optional.of(again)));
  }

  private void addStart(List<Stage> stages, boolean wanted) {
    if (wanted) {
      Duration within = member.settings().duration("start-within").orElse(AFTER_START);
      stages.add(Stage.of(List.of(member.start()), Goal.UP_ANEW, within));
    }
  }

  private List<Effect> seen(MemberState state, String signal) {
    boolean unseen = state.condition() == Condition.UNKNOWN || state.identity().isEmpty();
    return unseen
        ? whoeverIsThere(signal)
        : FoundProcesses.seen(state).stream()
            .<Effect>map(
                process -> new Effect.Signal(member.name(), Optional.of(process), signal, false))
            .toList();
  }

  private List<Effect> whoeverIsThere(String signal) {
    return List.of(new Effect.Signal(member.name(), Optional.empty(), signal, false));
  }

  /** Signals the process that is meant, or whoever is there. */
  void send(Effect.Signal effect, Host host, Duration timeout, Starts starts)
      throws BackendException {
    starts.forget(member, host);
    List<ProcessIdentity> processes =
        effect.process().isPresent()
            ? List.of(effect.process().get())
            : FoundProcesses.of(member).living(host, timeout).stream()
                .map(RunningProcess::identity)
                .toList();
    for (ProcessIdentity process : processes) {
      try {
        host.signal(process, effect.signal());
      } catch (HostException e) {
        if (e.reason() != Reason.STALE) { // it has just ended, which is no failure
          throw BackendException.of(
              e,
              Code.B004,
              "%s could not be sent to pid %d of %s"
                  .formatted(effect.signal(), process.pid(), member.name()));
        }
      }
    }
  }

  /** Starts the command; does nothing where the member runs. */
  void spawn(Effect.Spawn effect, Host host, Duration timeout, Starts starts)
      throws BackendException {
    if (!FoundProcesses.of(member).living(host, timeout).isEmpty()) {
      return;
    }
    CommandLine command =
        new CommandLine(
            effect.arguments(), effect.directory(), member.command().environment(), effect.user());
    try {
      // Nothing is noted: it is known again by what it looks like.
      starts.forget(member, host);
      starts.began(member, host, host.spawn(command, effect.logFile(), _ -> {}, timeout));
    } catch (HostException e) {
      throw BackendException.of(
          e,
          Code.B006,
          "%s could not be started: %s".formatted(member.name(), effect.arguments().getFirst()));
    }
  }
}
