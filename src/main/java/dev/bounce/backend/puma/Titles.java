package dev.bounce.backend.puma;

import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Puma's processes call themselves: launcher.rb, cluster/worker.rb. */
final class Titles {
  /** Set once all signal handlers are. */
  private static final Pattern MASTER = Pattern.compile("puma ([0-9][0-9A-Za-z.]*) \\(.*");

  private static final Pattern WORKER =
      Pattern.compile("puma: cluster worker ([0-9]+): ([0-9]+)(?: \\[.*)?");

  private Titles() {}

  /** Tells whether a process can be Puma's master, also while it loads or executes itself anew. */
  static boolean canBeMaster(List<String> arguments) {
    String title = title(arguments);
    if (WORKER.matcher(title).matches()) {
      return false;
    }
    return title.contains("puma") || isRuby(arguments);
  }

  private static boolean isRuby(List<String> arguments) {
    String program =
        Optional.ofNullable(Path.of(arguments.getFirst()).getFileName())
            .map(Path::toString)
            .orElse("");
    return program.startsWith("ruby") || isJava(program);
  }

  private static boolean isJava(String program) {
    return program.equals("java") || program.startsWith("jruby");
  }

  /** Tells whether a process has come as far as handling signals. */
  static boolean isReadyForSignals(RunningProcess master) {
    return runsOnJruby(master) || MASTER.matcher(title(master.arguments())).matches();
  }

  /** Tells whether a master is a JVM. */
  static boolean runsOnJruby(RunningProcess master) {
    return !master.arguments().isEmpty()
        && Optional.ofNullable(Path.of(master.arguments().getFirst()).getFileName())
            .map(Path::toString)
            .filter(Titles::isJava)
            .isPresent();
  }

  /** Tells whether a process is a worker of a master. */
  static boolean isWorkerOf(RunningProcess process, long masterPid) {
    Matcher matcher = WORKER.matcher(title(process.arguments()));
    return matcher.matches() && matcher.group(2).equals(Long.toString(masterPid));
  }

  /** Returns the pid of the master that a worker names; absent for any other process. */
  static Optional<Long> masterOf(RunningProcess worker) {
    Matcher matcher = WORKER.matcher(title(worker.arguments()));
    return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(2))) : Optional.empty();
  }

  private static String title(List<String> arguments) {
    return String.join(" ", arguments).stripTrailing();
  }
}
