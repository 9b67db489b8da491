package dev.bounce.backend.puma;

import dev.bounce.host.Host;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file that a Puma writes to: the one that is declared, else where its output goes. */
final class Log {
  private static final int SEARCHED_LINES = 5_000;

  private final Host host;
  private final List<Path> files;

  Log(Member member, Optional<RunningProcess> master, Host host) {
    this.host = host;
    this.files =
        member
            .log()
            .map(List::of)
            .orElseGet(
                () ->
                    master
                        .map(it -> new ProcessFiles(host).outputs(it.identity().pid()))
                        .orElse(List.of()));
  }

  /** Returns the last lines, oldest first. */
  List<String> tail(int lines) {
    for (Path file : files) {
      List<String> tail = host.tail(file, lines);
      if (!tail.isEmpty()) {
        return tail;
      }
    }
    return List.of();
  }

  /**
   * Returns what Puma last said of the restarts that it can make; absent where that is not found.
   * The line begins with the pid of the master in brackets: cluster.rb, events.rb.
   */
  Optional<Boolean> saysPhased(long masterPid) {
    List<String> lines = new ArrayList<>(tail(SEARCHED_LINES));
    for (String line : lines.reversed()) {
      if (line.startsWith("[" + masterPid + "] ") && line.contains("Restarts: (")) {
        return Optional.of(line.contains("(\u2714) phased"));
      }
    }
    return Optional.empty();
  }
}
