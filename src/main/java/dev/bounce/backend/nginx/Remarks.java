package dev.bounce.backend.nginx;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import dev.bounce.backend.master.Monitor;
import java.util.List;
import java.util.stream.Stream;

/** What speaks against an action: it would not take effect, or somebody else would be misled. */
record Remarks(Action action, MemberState state) {
  static List<Remark> of(Action action, List<MemberState> states) {
    return states.stream().flatMap(state -> new Remarks(action, state).all()).toList();
  }

  private Stream<Remark> all() {
    boolean down = state.condition().isDown();
    return switch (action) {
      case STOP, RESTART ->
          Stream.concat(
              whileMonitored("would take that for an end, and may start it again"), insideUnit());
      case RELOAD -> down ? Stream.of(notRunning()) : Stream.of();
      case HOT_RESTART -> down ? Stream.of() : upgrade();
      case START, ROLL, REFORK, SIGNAL -> Stream.of();
    };
  }

  private Remark notRunning() {
    return Remark.refusal(
        state.member(), "it does not run, so there is nothing to reload", "start it");
  }

  private Stream<Remark> upgrade() {
    String command = state.facts().getOrDefault(Observation.COMMAND, "");
    if (Monitor.noted(state).isPresent()) {
      return whileMonitored("takes the end of the old master for the end of the service");
    }
    if (command.contains("daemon off")) {
      return Stream.of(
          Remark.refusal(
              state.member(),
              "it runs in the foreground, where nginx ignores the signal for a new binary",
              "reload it, or restart it without `mode hot`"));
    }
    if (!command.startsWith("/")) {
      return Stream.of(
          Remark.refusal(
              state.member(),
              "it was started as `%s`, and finds a new binary only by a whole path"
                  .formatted(command),
              "restart it once with `binary \"" + Program.BINARY + "\"`"));
    }
    return Stream.of();
  }

  private Stream<Remark> whileMonitored(String what) {
    return Monitor.refusal(action, state, what);
  }

  private Stream<Remark> insideUnit() {
    String unit = state.facts().get(Observation.UNIT);
    return unit == null || Monitor.noted(state).isPresent()
        ? Stream.of()
        : Stream.of(
            Remark.warning(
                state.member(),
                "it runs in the unit " + unit + ", and systemd is not told",
                "%s %s via systemd".formatted(action.verb(), unit)));
  }
}
