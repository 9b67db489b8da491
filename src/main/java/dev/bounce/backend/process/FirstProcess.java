package dev.bounce.backend.process;

import dev.bounce.host.RunningProcess;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Pid 1 of a place, whose end is the end of the place. It ends with some processes when it is one
 * of them, or a shell or an init that has nothing else to wait for: an entrypoint in which a server
 * runs in the foreground.
 */
final class FirstProcess {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "busybox");
  private static final Set<String> INITS = Set.of("docker-init", "tini", "dumb-init");

  /** They end when what writes to them does, as {@code exec > >(tee log)} has it. */
  private static final Set<String> READERS = Set.of("tee", "cat", "logger");

  private static final int DEEPEST = 16;

  private final List<RunningProcess> all;
  private final Predicate<RunningProcess> meant;

  /**
   * @param all all processes of the place
   * @param meant whether a process is one of those that are to end
   */
  FirstProcess(List<RunningProcess> all, Predicate<RunningProcess> meant) {
    this.all = all;
    this.meant = meant;
  }

  /** Returns pid 1 as people know it, where it ends with the processes. */
  Optional<String> endsWithThem() {
    return all.stream()
        .filter(process -> process.identity().pid() == 1)
        .findFirst()
        .filter(first -> ends(first, 0))
        .map(first -> String.join(" ", first.arguments()));
  }

  private boolean ends(RunningProcess process, int depth) {
    if (meant.test(process)) {
      return true;
    }
    String program = program(process);
    Stream<RunningProcess> children =
        all.stream().filter(child -> child.parent() == process.identity().pid());
    List<RunningProcess> waitedFor =
        INITS.contains(program)
            ? children.limit(1).toList() // the others are orphans that it has been given
            : children.filter(child -> !READERS.contains(program(child))).toList();
    return depth < DEEPEST
        && (SHELLS.contains(program) || INITS.contains(program))
        && !waitedFor.isEmpty()
        && waitedFor.stream().allMatch(child -> ends(child, depth + 1));
  }

  private static String program(RunningProcess process) {
    String path = process.arguments().isEmpty() ? "" : process.arguments().getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
