package dev.bounce.backend.gunicorn;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Settings;
import dev.bounce.backend.master.DeclaredMaster;
import dev.bounce.backend.master.Monitor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What speaks against an action: it would not take effect, or somebody else would be misled. */
record Remarks(Action action, DeclaredMaster member, MemberState state) {
  static List<Remark> of(Action action, Settings settings, List<MemberState> states) {
    List<DeclaredMaster> members = DeclaredMaster.all(settings);
    return states.stream()
        .flatMap(state ->
            members.stream()
                .filter(member -> member.name().equals(state.member()))
                .flatMap(member -> new Remarks(action, member, state).all()))
        .toList();
  }

  private Stream<Remark> all() {
    boolean down = state.condition().isDown();
    return switch (action) {
      case START -> down ? withoutCommand() : Stream.of();
      case STOP -> whileMonitored("would see it as its own end, and may start it again");
      case RESTART ->
          Stream.concat(
              whileMonitored("would start it again beside what bounce starts"),
              Monitor.noted(state).isPresent() ? Stream.of() : withoutCommand());
      case RELOAD -> down ? Stream.of(notRunning()) : reload();
      case HOT_RESTART ->
          down
              ? withoutCommand()
              : whileMonitored("takes the end of the old master for the end of the service");
      case ROLL, REFORK, SIGNAL -> Stream.of();
    };
  }

  private Remark notRunning() {
    return Remark.refusal(
        state.member(), "it does not run, so there is nothing to reload", "start it");
  }

  private Stream<Remark> reload() {
    Optional<Remark> preloaded =
        Optional.ofNullable(state.facts().get(Observation.PRELOAD))
            .map(words ->
                Remark.refusal(
                    state.member(),
                    "a reload would go on serving the old code: gunicorn loads the application"
                        + " before it forks ("
                        + words
                        + ")",
                    "restart it, or restart it with `mode hot`"));
    if (preloaded.isPresent()) {
      return preloaded.stream();
    }
    return member.settings().texts("import-check").isEmpty()
        ? Stream.of(
            Remark.warning(
                state.member(),
                "if the new code cannot be loaded, gunicorn ends: nothing checks it before",
                "add `import-check [\"python3\", \"-c\", \"import wsgi\"]`"))
        : Stream.of();
  }

  private Stream<Remark> withoutCommand() {
    return member.settings().texts("command").isEmpty()
        ? Stream.of(
            Remark.refusal(
                state.member(),
                "it has no command, so bounce cannot start it",
                "say `command`, or run it under a monitor and restart it by that"))
        : Stream.of();
  }

  private Stream<Remark> whileMonitored(String what) {
    return Monitor.refusal(action, state, what);
  }
}
