package dev.bounce.backend.puma;

import dev.bounce.host.Host;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The file that a Puma writes to: the one that is declared, else where its output goes. */
final class Log {
  /** How many of the last lines are looked through. */
  static final int SEARCHED_LINES = 5_000;

  /** A line of a backtrace as Ruby prints it below the first. */
  private static final Pattern FRAME = Pattern.compile("\\s+(?:[0-9]+: )?from .+:[0-9]+:in .*");

  private final Host host;
  private final List<Path> files;

  Log(Member member, Optional<RunningProcess> master, Host host) {
    this.host = host;
    this.files =
        member
            .log()
            .map(List::of)
            .orElseGet(() ->
                master
                    .map(it -> new ProcessFiles(host).outputs(it.identity().pid()))
                    .orElse(List.of()));
  }

  /**
   * Returns the last lines, oldest first, without those that only tell by which way Ruby came to an
   * error: there are more of them than a report has room for.
   */
  List<String> tail(int lines) {
    return tail(end(), lines);
  }

  /** Returns the last of these lines in the same way. */
  static List<String> tail(List<String> all, int lines) {
    List<String> telling = all.stream().filter(line -> !FRAME.matcher(line).matches()).toList();
    return telling.subList(Math.max(0, telling.size() - lines), telling.size());
  }

  private List<String> end() {
    for (Path file : files) {
      List<String> tail = host.tail(file, SEARCHED_LINES);
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
    for (String line : end().reversed()) {
      if (line.startsWith("[" + masterPid + "] ") && line.contains("Restarts: (")) {
        return Optional.of(line.contains("(\u2714) phased"));
      }
    }
    return Optional.empty();
  }
}
