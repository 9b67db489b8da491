package dev.bounce.backend.puma;

import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code /proc} tells of Puma's processes to root and to their own user; proc(5). */
final class ProcessFiles {
  private static final int STAT_LIMIT_BYTES = 4096;
  private static final int ENVIRONMENT_LIMIT_BYTES = 2 << 20;
  private static final int NAME_LIMIT_BYTES = 64;

  /** Counted from the state, which is the first field behind the name in brackets. */
  private static final int STACK_FIELD = 25;

  /**
   * The thread that accepts requests: server.rb. A worker has it once the application is loaded.
   */
  private static final String SERVER_THREAD = "puma srv";

  private final Host host;

  ProcessFiles(Host host) {
    this.host = host;
  }

  /**
   * Returns what is new each time a process executes a program: where the kernel has put its stack,
   * which it chooses at random. Empty where that is not shown.
   */
  String execution(long pid) {
    return read(pid, "stat", STAT_LIMIT_BYTES)
        .map(line -> line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1))
        .filter(fields -> fields.length > STACK_FIELD && fields[STACK_FIELD].length() > 1)
        .map(fields -> fields[STACK_FIELD])
        .orElse("");
  }

  /** Tells whether a process accepts requests. */
  boolean serves(long pid) {
    try {
      for (Path name : host.glob("/proc/" + pid + "/task/*/comm")) {
        if (host.read(name, NAME_LIMIT_BYTES).strip().equals(SERVER_THREAD)) {
          return true;
        }
      }
      return false;
    } catch (HostException e) {
      return false; // it has just ended
    }
  }

  /** Returns a variable of the environment that a process was started with. */
  Optional<String> variable(long pid, String name) {
    return read(pid, "environ", ENVIRONMENT_LIMIT_BYTES)
        .flatMap(text ->
            List.of(text.split("\0", -1)).stream()
                .filter(entry -> entry.startsWith(name + "="))
                .map(entry -> entry.substring(name.length() + 1))
                .findFirst());
  }

  /** Returns the files that a process writes its output to, its standard output first. */
  List<Path> outputs(long pid) {
    return List.of("1", "2").stream()
        .flatMap(number -> host.linkTarget(Path.of("/proc/" + pid + "/fd/" + number)).stream())
        .filter(Path::isAbsolute)
        .distinct()
        .toList();
  }

  private Optional<String> read(long pid, String file, int limitBytes) {
    try {
      return Optional.of(host.read(Path.of("/proc/" + pid + "/" + file), limitBytes));
    } catch (HostException e) {
      return Optional.empty();
    }
  }
}
