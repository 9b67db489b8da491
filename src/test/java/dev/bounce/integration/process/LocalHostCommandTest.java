package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class LocalHostCommandTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path folder;

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private CommandResult run(Duration timeout, String... arguments) throws HostException {
    return new LocalHost(folder).execute(CommandLine.of(List.of(arguments)), timeout, lines::add);
  }

  private CommandResult shell(Duration timeout, String script) throws HostException {
    return run(timeout, "sh", "-c", script);
  }

  /** The pid that a command wrote to a file, and whether it still lives. */
  private long writtenPid(String file) {
    Path path = folder.resolve(file);
    Eventually.holds(file + " is written", () -> !content(path).isBlank());
    return Long.parseLong(content(path).strip());
  }

  private static String content(Path path) {
    try {
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean lives(long pid) {
    return new LocalHost().process(pid).isPresent();
  }

  @Test
  void argumentsArriveExactly() throws HostException {
    List<String> odd = List.of(" leading", "trailing ", "", "a\\b", "'q\"", "$HOME", "two\nlines");
    List<String> arguments = new ArrayList<>(List.of("printf", "<%s>"));
    arguments.addAll(odd);
    CommandResult result =
        new LocalHost(folder).execute(CommandLine.of(arguments), LONG, lines::add);
    assertEquals("<" + String.join("><", odd) + ">", result.output());
  }

  @Test
  void exitCodesAreThoseOfTheShell() throws HostException {
    assertEquals(3, shell(LONG, "exit 3").exitCode());
    assertEquals(128 + 9, shell(LONG, "kill -KILL $$").exitCode());
    assertEquals(127, run(LONG, "no-such-command-anywhere").exitCode());
    assertEquals(126, run(LONG, "/etc/passwd").exitCode());
  }

  @Test
  void linesAreToldAsTheyCome() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<CommandResult> result =
        CompletableFuture.supplyAsync(() -> {
          try {
            return new LocalHost(folder)
                .execute(
                    CommandLine.of(
                        List.of(
                            "sh",
                            "-c",
                            "echo one; until [ -e go ]; do sleep 0.01; done; echo two >&2")),
                    LONG,
                    first::complete);
          } catch (HostException e) {
            throw new IllegalStateException(e);
          }
        });
    assertEquals("one", first.get(10, TimeUnit.SECONDS));
    assertFalse(result.isDone());
    Files.createFile(folder.resolve("go"));
    assertEquals("one\ntwo\n", result.get(10, TimeUnit.SECONDS).output());
  }

  @Test
  void standardInputIsEmptyAndThereIsNoTerminal() throws HostException {
    assertEquals("", run(LONG, "cat").output());
    assertTrue(shell(LONG, "exec 3</dev/tty").exitCode() != 0);
  }

  @Test
  void environmentAndDirectoryAreGiven() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    CommandLine command =
        new CommandLine(
            List.of("sh", "-c", "echo \"$WORD\"; pwd; echo \"$BOUNCE_JAVA\""),
            Optional.of(Path.of("inner")),
            Map.of("WORD", "a b"),
            Optional.empty());
    CommandResult result = new LocalHost(folder).execute(command, LONG, lines::add);
    assertEquals("a b", lines.get(0));
    assertEquals(inner.toRealPath().toString(), lines.get(1));
    assertTrue(Files.isExecutable(Path.of(lines.get(2))), result.output());
  }

  @Test
  void aMissingDirectoryIsSaid() {
    CommandLine command =
        new CommandLine(
            List.of("true"), Optional.of(Path.of("/no/such")), Map.of(), Optional.empty());
    HostException thrown =
        assertThrows(HostException.class, () -> new LocalHost().execute(command, LONG, lines::add));
    assertEquals(Reason.ABSENT, thrown.reason());
    assertEquals("there is no directory /no/such", thrown.message());
  }

  @Test
  void aFloodOfOutputIsBounded() throws HostException {
    CommandResult result = shell(LONG, "yes 0123456789 | head -c 20000000; echo done >&2; exit 4");
    assertEquals(4, result.exitCode());
    assertTrue(result.truncated());
    assertEquals(Host.OUTPUT_LIMIT, result.output().length());
    assertTrue(lines.size() <= Host.OUTPUT_LIMIT / 11);
  }

  @Test
  void aLineWithoutEndIsBounded() throws HostException {
    CommandResult result = shell(LONG, "head -c 8000000 /dev/zero | tr '\\0' x");
    assertTrue(result.truncated());
    assertTrue(lines.stream().allMatch(line -> line.length() <= 200_000));
  }

  @Test
  void atTheTimeOutEverythingIsEnded() {
    HostException thrown =
        assertThrows(
            HostException.class,
            () -> shell(SHORT, "sleep 300 & echo $! >child; echo $$ >parent; wait"));
    assertEquals(Reason.TIMEOUT, thrown.reason());
    assertFalse(lives(writtenPid("child")));
    assertFalse(lives(writtenPid("parent")));
  }

  @Test
  void aCommandThatIgnoresTermIsKilled() {
    HostException thrown =
        assertThrows(
            HostException.class,
            () -> shell(SHORT, "trap '' TERM; echo $$ >pid; while :; do sleep 0.05; done"));
    assertEquals(Reason.TIMEOUT, thrown.reason());
    assertFalse(lives(writtenPid("pid")));
  }

  @Test
  void aDaemonThatForkedTwiceEndsWithItsStep() throws HostException {
    CommandResult result = shell(LONG, "setsid sh -c 'sleep 300 & echo $! >daemon' & wait; exit 0");
    assertEquals(0, result.exitCode());
    assertFalse(lives(writtenPid("daemon")));
  }

  @Test
  void aChildThatClearedItsEnvironmentEndsWithItsStep() throws HostException {
    assertEquals(0, shell(LONG, "env -i sleep 300 & echo $! >child").exitCode());
    assertFalse(lives(writtenPid("child")));
  }

  @Test
  void anInterruptEndsTheCommand() throws Exception {
    CompletableFuture<HostException> failure = new CompletableFuture<>();
    CompletableFuture<Boolean> status = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                shell(LONG, "echo $$ >pid; setsid sleep 300 & echo $! >daemon; wait");
                failure.completeExceptionally(new AssertionError("it ended by itself"));
              } catch (HostException e) {
                failure.complete(e);
              }
              status.complete(Thread.currentThread().isInterrupted());
            });
    long pid = writtenPid("pid");
    long daemon = writtenPid("daemon");
    thread.interrupt();
    assertEquals(Reason.INTERRUPTED, failure.get(10, TimeUnit.SECONDS).reason());
    assertTrue(status.get(10, TimeUnit.SECONDS));
    assertFalse(lives(pid));
    assertFalse(lives(daemon));
  }

  @Test
  void aNeighbourOfTheSameNameIsLeftAlone() throws Exception {
    Process neighbour = new ProcessBuilder("sleep", "300").start();
    try {
      assertThrows(HostException.class, () -> run(SHORT, "sleep", "300"));
      assertTrue(neighbour.isAlive());
    } finally {
      neighbour.destroyForcibly();
    }
  }

  @Test
  void whatIsSpawnedFromInsideACommandLivesOn() throws Exception {
    // A runbook may start another bounce, which starts a service: that outlives both.
    String starter =
        """
        setsid sh -c 'export BOUNCE_SPAWNED=$$:$(cut -d" " -f22 /proc/$$/stat); unset BOUNCE_COMMAND
        exec sh -c "echo \\$\\$ >pid; exec sleep 300" >/dev/null 2>&1' &
        until [ -s pid ]; do sleep 0.01; done
        """;
    assertEquals(0, shell(LONG, starter).exitCode());
    long pid = writtenPid("pid");
    try {
      assertTrue(lives(pid));
    } finally {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void anotherUserRunsItWithoutSeeingValuesInArguments() throws HostException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    CommandLine command =
        new CommandLine(
            List.of("sh", "-c", "id -un; echo $HOME; echo $TOKEN; cat /proc/$$/cmdline"),
            Optional.of(Path.of("/")),
            Map.of("TOKEN", "hush"),
            Optional.of("nobody"));
    new LocalHost().execute(command, LONG, lines::add);
    assertEquals(List.of("nobody", "/nonexistent", "hush"), lines.subList(0, 3));
    assertFalse(lines.get(3).contains("hush"));
  }

  @Test
  void anotherUserDoesNotSeeTheEnvironmentOfBounce() throws HostException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    CommandLine command =
        new CommandLine(
            List.of("env"),
            Optional.of(Path.of("/")),
            Map.of("TOKEN", "hush"),
            Optional.of("nobody"));
    new LocalHost().execute(command, LONG, lines::add);
    Set<String> known =
        Set.of("PATH", "LANG", "LANGUAGE", "TZ", "TERM", "HOME", "USER", "LOGNAME", "TOKEN");
    List<String> others =
        lines.stream()
            .map(line -> line.split("=", 2)[0])
            .filter(name -> !known.contains(name) && !name.matches("(LC|BOUNCE)_.*"))
            .toList();
    assertEquals(List.of(), others);
  }

  @Test
  void aCommandEndsWithTheJvmThatRunsIt() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RunAndExit.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(other.waitFor(20, TimeUnit.SECONDS), said);
    assertFalse(lives(writtenPid("child")));
    assertFalse(lives(writtenPid("daemon")));
  }

  /** Exits in the middle of a command, as at the second Ctrl-C. */
  static final class RunAndExit {
    private RunAndExit() {}

    @SuppressWarnings("SystemExitOutsideMain")
    static void main(String[] arguments) throws HostException {
      String script = "setsid sleep 300 & echo $! >daemon; sleep 300 & echo $! >child; echo; wait";
      new LocalHost(Path.of(arguments[0]))
          .execute(
              CommandLine.of(List.of("sh", "-c", script)),
              LONG,
              _ -> Thread.ofPlatform().start(() -> System.exit(3)));
    }
  }

  @Test
  void anUnknownUserIsSaid() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    CommandLine command =
        new CommandLine(List.of("true"), Optional.empty(), Map.of(), Optional.of("no-such-user"));
    HostException thrown =
        assertThrows(HostException.class, () -> new LocalHost().execute(command, LONG, lines::add));
    assertEquals("there is no user no-such-user", thrown.message());
  }
}
