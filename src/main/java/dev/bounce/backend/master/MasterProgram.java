package dev.bounce.backend.master;

import dev.bounce.host.RunningProcess;
import java.util.List;
import java.util.function.Predicate;

/**
 * A server program, and how its master process is told from every other process.
 *
 * @param name as messages call it
 * @param isMaster whether an argument vector, as it stands in the process table, can be that of its
 *     master; programs that set a title overwrite what they were started with
 */
public record MasterProgram(String name, Predicate<List<String>> isMaster) {
  /** Tells whether a process can be a master of this program. */
  public boolean fits(RunningProcess process) {
    return !process.arguments().isEmpty() && isMaster.test(process.arguments());
  }
}
