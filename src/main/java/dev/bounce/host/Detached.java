package dev.bounce.host;

import dev.bounce.host.Host.BeforeStart;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.ProcessTable.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * The start of a process that outlives bounce.
 *
 * <p>setsid(1) makes a session for it, and a few fixed lines of shell say who they are, wait until
 * that is noted, turn to the log file and become the command. So there is no moment in which bounce
 * could die and leave a process behind that nobody knows; and the pid and start time that were
 * noted are the command's own, because exec keeps both.
 */
final class Detached {
  /** Tells the processes of a session whose leader has ended from those of a later session. */
  static final String VARIABLE = "BOUNCE_SPAWNED";

  /** Reads nothing as code: the log file and the command are its arguments. */
  private static final String STARTER =
      """
      read -r self <"/proc/$$/stat" && printf '%s\\n' "$self" || exit 1
      IFS= read -r BOUNCE_SPAWNED || exit 1
      export BOUNCE_SPAWNED
      log=$1
      shift
      (umask 077 && : >>"$log") && exec </dev/null >>"$log" 2>&1 || exit 1
      printf '%s\\n' "--- bounce starts pid $$"
      exec "$@"
      """;

  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final int COMMAND_NOT_EXECUTABLE = 126;
  private static final int COMMAND_NOT_FOUND = 127;

  /** How the shell begins its complaints: {@code sh: 6: exec:}, {@code sh: line 6: exec:}. */
  private static final Pattern SHELL_PREFIX = Pattern.compile("^sh: (line )?\\d+: (exec: )?");

  private final Path logFile;
  private final List<List<String>> wrappers;
  private final CompletableFuture<String> self = new CompletableFuture<>();
  private final OutputSink output = new OutputSink(self::complete);
  private final Conversation conversation = new Conversation();
  private final RunningCommand running;
  private final long deadline;

  private Detached(
      CommandLine command,
      Path directory,
      Map<String, String> environment,
      Path logFile,
      Duration timeout)
      throws HostException {
    this.deadline = System.nanoTime() + timeout.toNanos();
    this.logFile = logFile;
    List<String> starter = List.of("sh", "-c", STARTER, "sh", logFile.toString());
    Account account = Account.become(command.user(), command.environment().keySet());
    List<String> prefix = account.prefix();
    List<String> arguments = new ArrayList<>(List.of("setsid"));
    if (prefix.isEmpty() || (isRoot() && TrustedFiles.isSafeFolder(parent(logFile)))) {
      arguments.addAll(starter); // the log file is opened before the user changes
      arguments.addAll(prefix);
    } else {
      arguments.addAll(prefix);
      if (!isRoot()) {
        arguments.addAll(
            List.of("setsid", "--wait")); // sudo stays between, with a session of its own
      }
      arguments.addAll(starter);
    }
    arguments.addAll(command.arguments());
    this.wrappers = prefix.isEmpty() ? List.of(starter) : List.of(starter, prefix);
    this.running =
        RunningCommand.start(
            arguments,
            LocalHost.with(environment, account.environment()),
            directory,
            conversation,
            _ -> {});
  }

  /**
   * Starts a command.
   *
   * @param environment all of it
   */
  static SpawnedProcess start(
      CommandLine command,
      Path directory,
      Map<String, String> environment,
      Path logFile,
      BeforeStart beforeStart,
      Duration timeout)
      throws HostException {
    Detached detached = new Detached(command, directory, environment, logFile, timeout);
    boolean started = false;
    try {
      ProcessIdentity process = detached.identify();
      beforeStart.note(process);
      detached.release(process);
      started = true;
      // By now it may be another user's.
      ProcessIdentity now =
          ProcessTable.identity(process.pid())
              .filter(it -> it.startTicks() == process.startTicks())
              .orElse(process);
      return new SpawnedProcess(now, detached.running::exitCode);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException(Reason.INTERRUPTED, "interrupted while starting " + shown(command));
    } finally {
      if (!started) {
        detached.conversation.close(); // the shell reads the end of its input and gives up
      }
    }
  }

  /** Tells whether a process is the leader of a session that a bounce started to live on. */
  static boolean isLeader(Entry entry) {
    return entry.session() == entry.pid()
        && ProcessTable.environmentContains(entry.pid(), variable(entry.pid(), entry.startTicks()));
  }

  /** Tells whether a process is of the session of a leader, also of one that has ended. */
  static boolean isOfSession(Entry entry, ProcessIdentity leader, boolean leaderLives) {
    return entry.session() == leader.pid()
        && entry.startTicks() >= leader.startTicks()
        && (leaderLives
            || ProcessTable.environmentContains(
                entry.pid(), variable(leader.pid(), leader.startTicks())));
  }

  private static String variable(long pid, long startTicks) {
    return "%s=%d:%d\0".formatted(VARIABLE, pid, startTicks);
  }

  /** Waits until the shell has said which process it is. */
  private ProcessIdentity identify() throws HostException, InterruptedException {
    while (!self.isDone() && remaining() > 0) {
      Optional<Integer> ended = running.await(PAUSE);
      if (ended.isPresent() && !self.isDone()) {
        throw refused(ended.get(), spoken());
      }
    }
    try {
      Entry entry =
          Entry.parse(self.get(0, TimeUnit.SECONDS))
              .orElseThrow(() -> new HostException(Reason.FAILED, spoken()));
      return ProcessTable.identity(entry.pid())
          .filter(process -> process.startTicks() == entry.startTicks())
          .orElseThrow(() -> new HostException(Reason.FAILED, "it ended while it was starting"));
    } catch (TimeoutException | ExecutionException e) {
      throw new HostException(Reason.TIMEOUT, "not started in time: " + spoken());
    }
  }

  /** Lets the shell become the command, and waits until it has. */
  private void release(ProcessIdentity process) throws HostException, InterruptedException {
    long logged = TrustedFiles.size(logFile);
    conversation.say(process.pid() + ":" + process.startTicks() + "\n");
    while (isStarting(process)) {
      if (remaining() <= 0) {
        Signals.send(process, "KILL");
        throw new HostException(Reason.TIMEOUT, "not started in time: " + spoken());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.interrupted()) {
        Signals.send(process, "KILL");
        throw new InterruptedException();
      }
    }
    if (ProcessTable.living(process.pid()).isEmpty()) {
      Optional<Integer> exit = running.await(Duration.ofSeconds(1));
      String said = TrustedFiles.textSince(logFile, logged);
      boolean neverRan =
          exit.filter(code -> code == COMMAND_NOT_EXECUTABLE || code == COMMAND_NOT_FOUND)
              .isPresent();
      if (neverRan || !spoken().isEmpty()) {
        throw refused(exit.orElse(1), neverRan ? said : spoken());
      }
    }
  }

  /** Tells whether it still executes what only leads to the command. */
  private boolean isStarting(ProcessIdentity process) {
    if (ProcessTable.living(process.pid())
        .filter(entry -> entry.startTicks() == process.startTicks())
        .isEmpty()) {
      return false;
    }
    List<String> arguments = ProcessTable.arguments(process.pid());
    return arguments.isEmpty()
        || wrappers.stream()
            .anyMatch(wrapper ->
                arguments.size() >= wrapper.size()
                    && arguments.subList(0, wrapper.size()).equals(wrapper));
  }

  private HostException refused(int exitCode, String said) {
    String words =
        said.lines()
            .filter(line -> !line.isBlank())
            .reduce((_, last) -> last)
            .map(line -> SHELL_PREFIX.matcher(line).replaceFirst(""))
            .orElse("exit code " + exitCode);
    return new HostException(words.startsWith("sudo: ") ? Reason.PERMISSION : Reason.FAILED, words);
  }

  /** What was said instead of, or after, the first line; the log file gets everything later. */
  private String spoken() {
    String text = output.text();
    if (!self.isDone()) {
      return text;
    }
    int first = text.indexOf('\n');
    return first < 0 ? "" : text.substring(first + 1);
  }

  private long remaining() {
    return deadline - System.nanoTime();
  }

  private static boolean isRoot() {
    return Account.currentUserId() == 0;
  }

  private static Path parent(Path logFile) {
    return Optional.ofNullable(logFile.getParent()).orElse(Path.of("/"));
  }

  private static String shown(CommandLine command) {
    return command.arguments().getFirst();
  }

  /** What the shell says is pumped into the output; it is answered on its standard input. */
  private final class Conversation extends PumpStreamHandler {
    private volatile OutputStream input = OutputStream.nullOutputStream();

    Conversation() {
      super(output.open(), output.open());
    }

    @Override
    public void setProcessInputStream(OutputStream processInput) {
      input = processInput;
    }

    void say(String text) throws HostException {
      try (OutputStream open = input) {
        open.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new HostException(Reason.FAILED, "it ended while it was starting: " + spoken());
      }
    }

    void close() {
      try {
        input.close();
      } catch (IOException e) {
        // It has closed its end already.
      }
    }
  }
}
