package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.exec.PumpStreamHandler;

/** Sends signals to processes that were identified before. */
final class Signals {
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]*([+-][0-9]+)?");
  private static final Duration BOUND = Duration.ofSeconds(5);

  private Signals() {}

  /**
   * Sends a signal to the very process that is meant.
   *
   * @throws HostException STALE when it is gone; PERMISSION when it is somebody else's
   */
  static void send(ProcessIdentity process, String signal) throws HostException {
    if (!NAME.matcher(signal).matches()) {
      throw new HostException(Reason.FAILED, "not the name of a signal: " + signal);
    }
    ProcessIdentity now =
        ProcessTable.identity(process.pid())
            .filter(found -> found.startTicks() == process.startTicks())
            .filter(found -> found.pid() > 1)
            .orElseThrow(() ->
                new HostException(
                    Reason.STALE, "pid " + process.pid() + " is not that process any more"));
    if (!sendDirectly(now.pid(), signal)) {
      sendByCommand(now, signal);
    }
  }

  /** The JDK compares the start time again in the moment of sending; it knows only two signals. */
  private static boolean sendDirectly(long pid, String signal) {
    return switch (signal) {
      case "TERM" -> ProcessHandle.of(pid).map(ProcessHandle::destroy).orElse(false);
      case "KILL" -> ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
      default -> false;
    };
  }

  /** The shell's own kill needs no package, and its arguments are never read as shell text. */
  private static void sendByCommand(ProcessIdentity process, String signal) throws HostException {
    List<String> arguments = new ArrayList<>();
    int self = Account.currentUserId();
    if (self != 0 && self != process.userId()) {
      arguments.addAll(List.of("sudo", "-n", "-u", "#" + process.userId(), "--"));
    }
    arguments.addAll(
        List.of("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, Long.toString(process.pid())));
    OutputSink output = new OutputSink(_ -> {});
    try {
      RunningCommand kill =
          RunningCommand.start(
              arguments,
              Map.copyOf(System.getenv()),
              Path.of("/"),
              new PumpStreamHandler(output.open()),
              _ -> {});
      int exit = kill.await(BOUND).orElse(1);
      if (exit != 0 && ProcessTable.living(process.pid()).isPresent()) {
        output.close();
        throw new HostException(
            Reason.PERMISSION,
            "signal %s to pid %d: %s".formatted(signal, process.pid(), output.text().strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException(Reason.INTERRUPTED, "interrupted while sending " + signal);
    }
  }
}
