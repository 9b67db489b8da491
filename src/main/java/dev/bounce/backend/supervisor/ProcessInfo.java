package dev.bounce.backend.supervisor;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What supervisord says of a process, from one struct of {@code supervisor.getAllProcessInfo}.
 *
 * @param spawnError why it could not be started, empty when it could
 * @param exitStatus how it ended; also zero while supervisord does not know
 * @param pid zero while there is no process
 * @param startSeconds when it was started last, in whole seconds of the clock, rounded down
 * @param logs the files that take its output, as its configuration names them
 */
record ProcessInfo(
    String group,
    String name,
    State state,
    String spawnError,
    long exitStatus,
    long pid,
    long startSeconds,
    List<String> logs) {
  /** Copies the list. */
  ProcessInfo {
    logs = List.copyOf(logs);
  }

  /** States of a process, as supervisord numbers them (its {@code states.py}). */
  enum State {
    STOPPED(0),
    STARTING(10),
    RUNNING(20),
    BACKOFF(30),
    STOPPING(40),
    EXITED(100),
    FATAL(200),
    UNKNOWN(1000);

    private final long number;

    State(long number) {
      this.number = number;
    }

    private static State of(long number) {
      for (State state : values()) {
        if (state.number == number) {
          return state;
        }
      }
      return UNKNOWN;
    }
  }

  static ProcessInfo of(Object struct) throws XmlRpc.UnreadableException {
    if (!(struct instanceof Map<?, ?> members)) {
      throw new XmlRpc.UnreadableException("a process that is not a struct");
    }
    return new ProcessInfo(
        text(members, "group"),
        text(members, "name"),
        State.of(number(members, "state")),
        text(members, "spawnerr"),
        number(members, "exitstatus"),
        number(members, "pid"),
        number(members, "start"),
        Stream.of("stdout_logfile", "stderr_logfile")
            .map(members::get)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(file -> !file.isEmpty())
            .distinct()
            .toList());
  }

  /**
   * Returns the name that supervisorctl shows and takes: without the group where it is the same.
   */
  String fullName() {
    return group.equals(name) ? name : group + ":" + name;
  }

  /** Tells whether it will be in another state before long, without anybody doing anything. */
  boolean isInTransition() {
    return switch (state) {
      case STARTING, STOPPING, BACKOFF -> true;
      case STOPPED, RUNNING, EXITED, FATAL, UNKNOWN -> false;
    };
  }

  private static String text(Map<?, ?> members, String name) throws XmlRpc.UnreadableException {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new XmlRpc.UnreadableException("a process without " + name);
  }

  private static long number(Map<?, ?> members, String name) throws XmlRpc.UnreadableException {
    if (members.get(name) instanceof Long number) {
      return number;
    }
    throw new XmlRpc.UnreadableException("a process without " + name);
  }
}
