package dev.bounce.host;

import java.util.List;

/**
 * A living process as the process table shows it.
 *
 * @param identity who it is
 * @param parent the pid of its parent
 * @param arguments its argument vector as it is now: programs may change it; empty while it is
 *     being exchanged, and for a thread of the kernel
 */
public record RunningProcess(ProcessIdentity identity, long parent, List<String> arguments) {
  /** Copies the list. */
  public RunningProcess {
    arguments = List.copyOf(arguments);
  }
}
