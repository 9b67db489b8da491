package dev.bounce.backend.supervisor;

import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.MemberState.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts supervisord's states into the words of this product.
 *
 * @param stableWindow how long a member must have lived to be believed
 * @param configs by full name; what is missing is not known
 */
record StateReader(Duration stableWindow, Map<String, ProcessConfig> configs) {

  /** Returns the state of a process. */
  MemberState read(ProcessInfo process) {
    Optional<ProcessConfig> config = Optional.ofNullable(configs.get(process.fullName()));
    boolean hasProcess = process.pid() > 0;
    MemberState state =
        new MemberState(
            process.fullName(),
            condition(process, config),
            hasProcess && process.state() != ProcessInfo.State.STARTING
                ? Optional.of(identity(process))
                : Optional.empty(),
            hasProcess ? Optional.of(startedAt(process, config)) : Optional.empty(),
            detail(process));
    return config.map(StateReader::patience).map(state::withPatience).orElse(state);
  }

  private static Condition condition(ProcessInfo process, Optional<ProcessConfig> config) {
    return switch (process.state()) {
      case RUNNING -> Condition.RUNNING;
      case STARTING -> Condition.STARTING;
      case STOPPING -> Condition.STOPPING;
      case STOPPED -> Condition.STOPPED;
      case BACKOFF -> Condition.RETRYING;
      case FATAL -> Condition.FAILED;
      case UNKNOWN -> Condition.UNKNOWN;
      case EXITED -> {
        List<Long> expected = config.map(ProcessConfig::expectedExits).orElse(List.of(0L));
        yield expected.contains(process.exitStatus()) ? Condition.STOPPED : Condition.FAILED;
      }
    };
  }

  private static Identity identity(ProcessInfo process) {
    return new Identity(
        "pid+start", process.pid() + "@" + process.startSeconds(), "pid " + process.pid());
  }

  /**
   * Returns the latest moment at which it can have started: supervisord tells whole seconds,
   * rounded down, and a start that is believed a second early is one that was not proven. Where
   * being RUNNING proves the stable window by itself, because the program's startsecs is as long,
   * the whole second is as good.
   */
  private Instant startedAt(ProcessInfo process, Optional<ProcessConfig> config) {
    Instant start = Instant.ofEpochSecond(process.startSeconds());
    boolean proven =
        process.state() == ProcessInfo.State.RUNNING
            && config.isPresent()
            && stableWindow.compareTo(Duration.ofSeconds(config.get().startSeconds())) <= 0;
    return proven ? start : start.plusSeconds(1);
  }

  private static String detail(ProcessInfo process) {
    String word = process.state().name();
    return switch (process.state()) {
      case BACKOFF -> word + reason(process) + "; supervisord tries again";
      case FATAL -> word + reason(process);
      case EXITED -> word + ": exit status " + process.exitStatus();
      case STOPPED, STARTING, RUNNING, STOPPING, UNKNOWN -> word;
    };
  }

  private static String reason(ProcessInfo process) {
    return process.spawnError().isBlank() ? "" : ": " + process.spawnError();
  }

  private static Patience patience(ProcessConfig config) {
    return new Patience(
        Duration.ofSeconds(config.startSeconds()), Duration.ofSeconds(config.stopWaitSeconds()));
  }
}
