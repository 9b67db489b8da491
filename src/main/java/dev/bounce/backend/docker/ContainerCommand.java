package dev.bounce.backend.docker;

import dev.bounce.backend.docker.ContainerProcesses.Seen;
import dev.bounce.backend.docker.Exec.Order;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.OutputSink;
import dev.bounce.value.Texts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A command in a container that is run to its end and leaves nothing behind.
 *
 * <p>An Engine does not end a command whose caller has gone. So the command, and what came of it,
 * is known again by a random text in its environment, and is ended by signals from within the
 * container: TERM, after a grace KILL.
 */
final class ContainerCommand {
  private static final String MARKER = "BOUNCE_COMMAND";
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LAST_RESORT = Duration.ofSeconds(4);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int NOT_FOUND = 127;

  private final String container;
  private final Exec exec;
  private final ContainerProcesses processes;

  ContainerCommand(String container, Exec exec, ContainerProcesses processes) {
    this.container = container;
    this.exec = exec;
    this.processes = processes;
  }

  /** See {@link dev.bounce.host.Host#execute}. */
  CommandResult execute(CommandLine command, Duration timeout, Consumer<String> onLine)
      throws HostException {
    String marker = UUID.randomUUID().toString();
    Map<String, String> environment = new LinkedHashMap<>(command.environment());
    environment.put(MARKER, marker);
    Order order =
        new Order(
            command.arguments(),
            environment,
            command.directory().map(Path::toString),
            command.user());
    String name = command.arguments().getFirst();
    OutputSink sink = new OutputSink(onLine);
    int exitCode;
    try {
      exitCode = exec.run(order, timeout, sink.open(), sink.open());
    } catch (HostException e) {
      throw ended(name, marker, timeout, e);
    } finally {
      sink.close();
    }
    if (Exec.isRefusal(exitCode, sink.text())) {
      return refused(sink.text().strip(), exitCode);
    }
    refuseSurvivors(name, leftBehind(marker));
    return new CommandResult(exitCode, sink.text(), sink.truncated());
  }

  /** A command that is not there is a result; what else the Engine could not do is not. */
  private static CommandResult refused(String words, int exitCode) throws HostException {
    if (words.contains("chdir to cwd") || words.startsWith("unable to find user")) {
      throw new HostException(Reason.ABSENT, words);
    }
    boolean notFound =
        words.contains("executable file not found") || words.contains("no such file or directory");
    return new CommandResult(notFound ? NOT_FOUND : exitCode, words + "\n", false);
  }

  private HostException ended(String name, String marker, Duration timeout, HostException cause) {
    boolean interrupted = Thread.interrupted();
    try {
      refuseSurvivors(name, end(marker));
    } catch (HostException e) {
      return e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return switch (cause.reason()) {
      case TIMEOUT ->
          new HostException(
              Reason.TIMEOUT,
              "%s in %s did not end within %s and was ended"
                  .formatted(name, container, Texts.duration(timeout)));
      case INTERRUPTED ->
          new HostException(
              Reason.INTERRUPTED, name + " in " + container + " was interrupted and ended");
      case ABSENT, PERMISSION, BROKEN, UNREADABLE, STALE, FAILED -> cause;
    };
  }

  /** Where nobody can look inside, a command that has ended by itself is believed to be alone. */
  private List<Seen> leftBehind(String marker) throws HostException {
    try {
      return end(marker);
    } catch (HostException e) {
      if (e.reason() == Reason.ABSENT) {
        return List.of();
      }
      throw e;
    }
  }

  private void refuseSurvivors(String name, List<Seen> survivors) throws HostException {
    if (!survivors.isEmpty()) {
      throw new HostException(
          Reason.FAILED,
          "%s left processes in %s that cannot be ended: pid %s"
              .formatted(
                  name,
                  container,
                  survivors.stream()
                      .map(it -> Long.toString(it.pid()))
                      .collect(Collectors.joining(", "))));
    }
  }

  /** Ends what carries the marker, and returns what even KILL did not end. */
  private List<Seen> end(String marker) throws HostException {
    long begin = System.nanoTime();
    Set<Long> asked = new HashSet<>();
    while (true) {
      List<Seen> living = belonging(processes.marked(marker));
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
      if (living.isEmpty() || elapsed.compareTo(GRACE.plus(LAST_RESORT)) > 0) {
        return living;
      }
      boolean force = elapsed.compareTo(GRACE) >= 0;
      for (Seen seen : living) {
        if (force || asked.add(seen.pid())) {
          send(seen, force ? "KILL" : "TERM");
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void send(Seen seen, String signal) throws HostException {
    try {
      processes.signal(seen.process().identity(), signal);
    } catch (HostException e) {
      if (e.reason() != Reason.STALE) { // it has just ended
        throw e;
      }
    }
  }

  /** Returns what is marked, with all its descendants. */
  private static List<Seen> belonging(List<Seen> all) {
    Set<Long> pids = all.stream().filter(Seen::marked).map(Seen::pid).collect(Collectors.toSet());
    boolean grown = !pids.isEmpty();
    while (grown) {
      grown = false;
      for (Seen seen : all) {
        grown |= pids.contains(seen.process().parent()) && pids.add(seen.pid());
      }
    }
    return all.stream().filter(seen -> pids.contains(seen.pid())).toList();
  }
}
