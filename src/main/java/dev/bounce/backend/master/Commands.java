package dev.bounce.backend.master;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.ProcessIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is asked of a machine by commands and signals. */
public final class Commands {
  private static final int LINES = 3;

  private Commands() {}

  /**
   * Runs a check. Changes what it changes, which for a check is nothing.
   *
   * @param what what failed when it fails: {@code the import check of web}
   * @throws BackendException B004 when it exits with another code than 0, with its last lines; B005
   *     when it may not be run; B008 when it does not end
   */
  public static void check(String what, CommandLine command, Host host, Duration timeout)
      throws BackendException {
    try {
      CommandResult result = host.execute(command, timeout, line -> {});
      if (result.exitCode() != 0) {
        throw new BackendException(
            Code.B004,
            "%s failed with exit code %d".formatted(what, result.exitCode()),
            lastLines(result.output()),
            "nothing was changed; try it by hand: "
                + CommandLine.quoted(command.arguments())
                + command.directory().map(directory -> " in " + directory).orElse(""));
      }
    } catch (HostException e) {
      throw BackendException.of(e, Code.B004, what + " could not be made", "nothing was changed");
    }
  }

  /** A check says what is wrong in its last lines, and in the very last often only that it is. */
  private static String lastLines(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).map(String::strip).toList();
    return String.join("; ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }

  /**
   * Signals a process that was observed; does nothing when it has ended since.
   *
   * @throws BackendException B005 when that is not permitted, else B004
   */
  public static void signal(String member, ProcessIdentity process, String signal, Host host)
      throws BackendException {
    try {
      host.signal(process, signal);
    } catch (HostException e) {
      if (e.reason() == Reason.STALE || host.process(process.pid()).isEmpty()) {
        return;
      }
      throw BackendException.of(
          e, Code.B004, "%s could not be sent to %s".formatted(signal, member));
    }
  }

  /**
   * Finds out whether a process may be signalled, directly or by sudo, by signal 0, which changes
   * nothing.
   *
   * @throws BackendException B005 when it may not
   */
  public static void permitSignals(
      String member, ProcessIdentity process, Host host, Duration timeout) throws BackendException {
    String pid = Long.toString(process.pid());
    List<String> probe = List.of("sh", "-c", "kill -0 \"$1\"", "sh", pid);
    String user = "#" + Integer.toUnsignedString(process.userId());
    if (succeeds(probe, host, timeout)
        || host.process(process.pid()).isEmpty()
        || succeeds(List.of("sudo", "-n", "-u", user, "--", "true"), host, timeout)) {
      return;
    }
    throw new BackendException(
        Code.B005,
        "pid %s of %s may not be signalled".formatted(pid, member),
        "it belongs to uid " + user.substring(1),
        "run bounce as root or as that user, or allow sudo without a password");
  }

  private static boolean succeeds(List<String> command, Host host, Duration timeout) {
    return ask(command, host, timeout).filter(result -> result.exitCode() == 0).isPresent();
  }

  /** Returns what a command printed and how it ended; absent when it could not be run. */
  public static Optional<CommandResult> ask(List<String> command, Host host, Duration timeout) {
    try {
      return Optional.of(host.execute(CommandLine.of(command), timeout, line -> {}));
    } catch (HostException e) {
      return Optional.empty();
    }
  }
}
