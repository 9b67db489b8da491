package dev.bounce.backend.master;

import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.ProcessMark;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.backend.Workers;
import dev.bounce.backend.master.Sighting.Seen;
import dev.bounce.host.ProcessIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signals to masters and their workers, as effects. */
public final class MasterSignals {
  private static final Duration ANY = Duration.ofSeconds(5);

  private MasterSignals() {}

  /**
   * Returns a signal to the master that was observed; where nobody has looked, to whoever it is.
   */
  public static Effect toMaster(MemberState state, String signal) {
    return new Effect.Signal(
        state.member(), state.identity().map(ProcessMark::process), signal, false);
  }

  /** Returns KILL to the master, and then to its workers, who could outlive it. */
  public static List<Effect> kill(MemberState state) {
    List<Effect> effects = new ArrayList<>();
    effects.add(toMaster(state, "KILL"));
    for (ProcessIdentity worker : workers(state)) {
      effects.add(new Effect.Signal(state.member(), Optional.of(worker), "KILL", false));
    }
    return effects;
  }

  /**
   * Returns who is signalled where nobody had looked before: a master, by KILL its workers, too.
   */
  public static List<ProcessIdentity> receivers(Seen seen, String signal) {
    List<ProcessIdentity> receivers = new ArrayList<>();
    receivers.add(seen.master().identity());
    if (signal.equals("KILL")) {
      seen.children().forEach(child -> receivers.add(child.identity()));
    }
    return receivers;
  }

  private static List<ProcessIdentity> workers(MemberState state) {
    return state.workers().map(Workers::all).orElse(List.of()).stream()
        .map(worker -> ProcessMark.process(worker.identity()))
        .toList();
  }

  /** Returns a signal by name to every master that is not down. */
  public static Recipe recipe(String signal, List<MemberState> states) {
    List<Effect> signals =
        states.stream()
            .filter(state -> !state.condition().isDown())
            .map(state -> toMaster(state, signal))
            .toList();
    return Recipe.of(Stage.of(signals, Goal.SENT, ANY));
  }
}
