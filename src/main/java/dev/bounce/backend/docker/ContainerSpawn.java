package dev.bounce.backend.docker;

import dev.bounce.backend.docker.ContainerProcesses.Seen;
import dev.bounce.backend.docker.Exec.Order;
import dev.bounce.host.CommandLine;
import dev.bounce.host.Host.BeforeStart;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.SpawnedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * The start of a process in a container that outlives bounce, though not the container.
 *
 * <p>A command that the Engine executes leads a session of its own. A few fixed lines of shell say
 * in a file who they are, wait for another file until that is noted, turn to the log file and
 * become the command. When bounce dies in between they give up after half a minute.
 */
final class ContainerSpawn {
  private static final String STARTER =
      """
      note=$1 log=$2
      shift 2
      IFS= read -r stat <"/proc/$$/stat" || exit 1
      (umask 077 && printf '%s\\n' "$stat" >"$note.new" && mv "$note.new" "$note") || exit 1
      turns=0
      until [ -e "$note.go" ]; do
        [ -e "$note" ] && [ "$turns" -lt 600 ] || { rm -f "$note"; exit 1; }
        turns=$((turns + 1))
        sleep 0.05 2>/dev/null || sleep 1
      done
      rm -f "$note" "$note.go"
      exec </dev/null >>"$log" 2>&1 || exit 1
      printf '%s\\n' "--- bounce starts pid $$"
      exec "$@"
      """;

  /** What the starter could not do is known by then. */
  private static final String READY = "[ -s \"$1\" ] && cat \"$1\"";

  private static final String PREPARE = "umask 077; mkdir -p \"${1%/*}/\"";
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int SMALLEST_NOT_EXECUTED = 126;
  private static final int STAT_LIMIT = 4096;

  private final String container;
  private final Exec exec;
  private final ContainerShell shell;
  private final ContainerProcesses processes;
  private final ContainerFiles files;

  ContainerSpawn(
      String container,
      Exec exec,
      ContainerShell shell,
      ContainerProcesses processes,
      ContainerFiles files) {
    this.container = container;
    this.exec = exec;
    this.shell = shell;
    this.processes = processes;
    this.files = files;
  }

  /** See {@link dev.bounce.host.Host#spawn}. */
  SpawnedProcess start(CommandLine command, Path log, BeforeStart beforeStart, Duration timeout)
      throws HostException {
    long deadline = System.nanoTime() + timeout.toNanos();
    shell.run(1, PREPARE, log.toString());
    Path note = log.resolveSibling("." + log.getFileName() + "." + UUID.randomUUID());
    List<String> arguments = new ArrayList<>(List.of("sh", "-c", STARTER, "sh"));
    arguments.addAll(List.of(note.toString(), log.toString()));
    arguments.addAll(command.arguments());
    String id =
        exec.start(
            new Order(
                arguments,
                command.environment(),
                command.directory().map(Path::toString),
                command.user()),
            timeout);
    boolean released = false;
    try {
      ProcessIdentity process = identify(id, note, log, deadline);
      beforeStart.note(process);
      files.write(note.resolveSibling(note.getFileName() + ".go"), "");
      released = true;
      ProcessIdentity now = awaitCommand(id, process, command, log, deadline);
      return new SpawnedProcess(now, () -> exitCode(id));
    } finally {
      if (!released) {
        files.delete(note); // it gives up when its note is gone
      }
    }
  }

  private ProcessIdentity identify(String id, Path note, Path log, long deadline)
      throws HostException {
    while (System.nanoTime() < deadline) {
      ContainerShell.Result said = shell.run(STAT_LIMIT, READY, note.toString());
      if (said.exitCode() == 0) {
        long pid = Long.parseLong(said.text().split(" ", 2)[0]);
        return processes
            .one(pid)
            .map(seen -> seen.process().identity())
            .orElseThrow(() -> new HostException(Reason.FAILED, "it ended while it was starting"));
      }
      if (exec.ended(id).isPresent()) {
        throw new HostException(
            Reason.FAILED,
            "its user cannot write into the folder of %s in %s".formatted(log, container));
      }
      pause();
    }
    throw new HostException(Reason.TIMEOUT, "nothing was started in time in " + container);
  }

  /** Waits until the shell has become the command, or has said that it could not. */
  private ProcessIdentity awaitCommand(
      String id, ProcessIdentity process, CommandLine command, Path log, long deadline)
      throws HostException {
    while (System.nanoTime() < deadline) {
      Optional<Seen> seen =
          processes
              .one(process.pid())
              .filter(it -> it.process().identity().startTicks() == process.startTicks());
      if (seen.isEmpty()) {
        refuseUnexecuted(id, command, log);
        return process;
      }
      if (!seen.get().process().arguments().contains(STARTER)) {
        return seen.get().process().identity();
      }
      pause();
    }
    throw new HostException(
        Reason.TIMEOUT,
        "%s was not executed in time in %s".formatted(command.arguments().getFirst(), container));
  }

  private void refuseUnexecuted(String id, CommandLine command, Path log) throws HostException {
    int exitCode = exec.ended(id).orElse(0);
    if (exitCode == SMALLEST_NOT_EXECUTED || exitCode == SMALLEST_NOT_EXECUTED + 1) {
      List<String> words = files.tail(log, 1);
      throw new HostException(
          Reason.FAILED,
          words.isEmpty()
              ? command.arguments().getFirst() + " cannot be executed"
              : words.getFirst().replaceFirst("^sh: (line )?\\d+: (exec: )?", ""));
    }
  }

  private Optional<Integer> exitCode(String id) {
    try {
      return exec.ended(id);
    } catch (HostException _) {
      return Optional.empty(); // the container is gone, which others will tell
    }
  }

  private static void pause() throws HostException {
    LockSupport.parkNanos(PAUSE.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new HostException(Reason.INTERRUPTED, "interrupted while something was started");
    }
  }
}
