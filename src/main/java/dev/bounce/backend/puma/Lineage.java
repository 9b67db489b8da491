package dev.bounce.backend.puma;

import dev.bounce.backend.puma.Facts.Answer;
import dev.bounce.host.RunningProcess;
import java.util.List;
import java.util.Optional;

/**
 * Whose children the workers of a cluster are.
 *
 * @param master the process that they name in their titles
 * @param isForkedByWorker whether some are children of another worker, as with {@code fork_worker}
 *     all but the first are
 */
record Lineage(Optional<RunningProcess> master, Answer isForkedByWorker) {
  /**
   * @param processes the process table, read after what the cluster said
   */
  static Lineage of(Stats.Cluster cluster, List<RunningProcess> processes) {
    List<RunningProcess> workers =
        cluster.workers().stream()
            .flatMap(worker -> worker.pid().stream())
            .flatMap(pid -> process(pid, processes).stream())
            .toList();
    Optional<RunningProcess> master =
        workers.stream()
            .flatMap(worker -> Titles.masterOf(worker).stream())
            .flatMap(pid -> process(pid, processes).stream())
            .findFirst();
    return new Lineage(master, isForkedByWorker(master, workers));
  }

  private static Answer isForkedByWorker(
      Optional<RunningProcess> master, List<RunningProcess> workers) {
    if (master.isEmpty() || workers.size() < 2) {
      return Answer.UNKNOWN;
    }
    long pid = master.get().identity().pid();
    return workers.stream().allMatch(worker -> worker.parent() == pid) ? Answer.NO : Answer.YES;
  }

  private static Optional<RunningProcess> process(long pid, List<RunningProcess> processes) {
    return processes.stream().filter(it -> it.identity().pid() == pid).findFirst();
  }
}
