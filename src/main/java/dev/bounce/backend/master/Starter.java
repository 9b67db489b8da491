package dev.bounce.backend.master;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Settings;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LogFollower;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Starts masters, and remembers what it has started: what the backend {@code process} does for
 * processes that write no pid file of their own.
 */
public final class Starter {
  private static final Set<String> PROPERTIES =
      Set.of("members", "command", "directory", "environment", "user", "log");

  private final ProcessBackend processes;

  /**
   * @param stateDirectory below which notes and logs are kept
   */
  public Starter(Path stateDirectory) {
    this.processes = new ProcessBackend(stateDirectory);
  }

  /** Tells whether there is something to start: nothing runs, or what runs is about to end. */
  public static boolean isWanted(MemberState state) {
    return switch (state.condition()) {
      case STOPPED, FAILED, STOPPING, UNKNOWN -> true;
      case RUNNING, STARTING, RETRYING -> false;
    };
  }

  /** Returns the effect that starts a member. Pure. */
  public Effect start(Settings settings, String member) {
    return processes
        .recipe(Action.START, settings.only(PROPERTIES), List.of(MemberState.unknown(member)))
        .stages()
        .getFirst()
        .effects()
        .getFirst();
  }

  /**
   * Returns what is known of the process that was started for a member; stopped, when none was.
   *
   * @param index the member's place among all
   */
  public MemberState observe(Settings settings, int index, Host host, Duration timeout)
      throws BackendException {
    return processes.observe(settings.only(PROPERTIES), host, timeout).get(index);
  }

  /**
   * Starts a member, or signals what was started for it and notes that; see {@link
   * ProcessBackend#carryOut}.
   */
  public void carryOut(Effect effect, Settings settings, Host host, Duration timeout)
      throws BackendException {
    processes.carryOut(effect, settings.only(PROPERTIES), host, timeout);
  }

  /** Returns the last lines of a member's log, those of earlier starts left out. */
  public List<String> logTail(
      Settings settings, String member, int lines, Host host, Duration timeout) {
    return processes.logTail(settings.only(PROPERTIES), member, lines, host, timeout);
  }

  /** See {@link dev.bounce.backend.Backend#follow}: the files that take what it starts writes. */
  public Optional<LogFollower> follow(
      Settings settings, List<String> members, Host host, Duration timeout) {
    return processes.follow(settings.only(PROPERTIES), members, host, timeout);
  }
}
