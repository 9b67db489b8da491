package dev.bounce.integration.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.MemberState;
import dev.bounce.backend.Settings;
import dev.bounce.backend.docker.DockerBackend;
import dev.bounce.host.AddedLines;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Endpoint;
import dev.bounce.host.FollowedFile;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.HttpRequest;
import dev.bounce.host.LocalHost;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import dev.bounce.host.SpawnedProcess;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.RealDocker;
import dev.bounce.value.Value;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The inside of a container as a host, on a real Docker Engine. */
@Tag("integration")
final class ContainerHostTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static RealDocker docker;
  private static Host inside;

  @BeforeAll
  static void start() throws Exception {
    docker = RealDocker.open();
    docker.run("inner", List.of("--init"), "sh", "-c", RealDocker.POLITE);
    docker.run("ended", List.of(), "true");
    inside = inside("inner");
  }

  @AfterAll
  static void stop() throws Exception {
    if (docker != null) {
      docker.close();
    }
  }

  private static Host inside(String container) {
    Map<String, Value> values = Map.of("server", new StringValue(docker.host()));
    return new DockerBackend()
        .inside(new Settings(container, values), MemberState.unknown(container), new LocalHost())
        .orElseThrow();
  }

  private static CommandResult execute(String... arguments) throws HostException {
    return inside.execute(CommandLine.of(List.of(arguments)), TIMEOUT, _ -> {});
  }

  private static CommandResult shell(String script) throws HostException {
    return execute("sh", "-c", script);
  }

  private static Reason refused(Class<HostException> kind, CommandLine command) {
    return assertThrows(kind, () -> inside.execute(command, TIMEOUT, _ -> {})).reason();
  }

  private static long living(String text) throws HostException {
    return inside.processes().stream()
        .filter(process -> String.join(" ", process.arguments()).contains(text))
        .count();
  }

  @Test
  void aCommandGetsItsArgumentsAsTheyAre() throws Exception {
    assertEquals(
        new CommandResult(0, "inner 'a'  $b\n\\\n", false),
        execute("printf", "%s %s\n%s\n", "inner", "'a'  $b", "\\"));
    CommandLine command =
        new CommandLine(
            List.of("sh", "-c", "id -un; pwd; echo \"$GREETING\""),
            Optional.of(Path.of("/tmp")),
            Map.of("GREETING", "good day"),
            Optional.of("app"));
    assertEquals("app\n/tmp\ngood day\n", inside.execute(command, TIMEOUT, _ -> {}).output());
  }

  @Test
  void outputAndExitCodesAreTold() throws Exception {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    CommandResult result =
        inside.execute(
            CommandLine.of(List.of("sh", "-c", "echo one; echo two >&2; printf three; exit 7")),
            TIMEOUT,
            lines::add);
    assertEquals(7, result.exitCode());
    assertEquals(List.of("one", "three", "two"), lines.stream().sorted().toList());
    assertEquals(127, execute("no-such-command").exitCode());
    assertEquals(127, execute("/no/such/command").exitCode());
    assertEquals(126, execute("/etc/passwd").exitCode());
    assertEquals(143, shell("kill -TERM $$").exitCode());
    Path nowhere = Path.of("/no/such/folder");
    assertEquals(
        Reason.ABSENT,
        refused(
            HostException.class,
            new CommandLine(List.of("pwd"), Optional.of(nowhere), Map.of(), Optional.empty())));
    assertEquals(
        Reason.ABSENT,
        refused(
            HostException.class,
            new CommandLine(List.of("pwd"), Optional.empty(), Map.of(), Optional.of("nobody9"))));
  }

  @Test
  void linesComeWhileTheCommandRuns() throws Exception {
    AtomicReference<Instant> first = new AtomicReference<>(Instant.MAX);
    inside.execute(
        CommandLine.of(List.of("sh", "-c", "echo early; sleep 1; echo late")),
        TIMEOUT,
        line -> first.compareAndSet(Instant.MAX, Instant.now()));
    assertTrue(Duration.between(first.get(), Instant.now()).toMillis() >= 900);
  }

  @Test
  void muchOutputIsCutAndDoesNotBlock() throws Exception {
    CommandResult result = shell("yes abcdefghijklmnopqrstuvwxyz | head -c 3000000; exit 5");
    assertEquals(5, result.exitCode());
    assertTrue(result.truncated());
    assertEquals(Host.OUTPUT_LIMIT, result.output().length());
  }

  @Test
  void aCommandThatTakesTooLongIsEndedWithItsDescendants() throws Exception {
    CommandLine command =
        CommandLine.of(
            List.of(
                "sh", "-c", "trap '' TERM; (trap '' TERM; sleep 4711) & sleep 4712; sleep 4711"));
    HostException error =
        assertThrows(
            HostException.class, () -> inside.execute(command, Duration.ofMillis(500), _ -> {}));
    assertEquals(Reason.TIMEOUT, error.reason());
    assertEquals(0, living("sleep 471"));
    assertEquals("", docker.shell("inner", "ps -o args | grep '[s]leep 471' || true"));
  }

  @Test
  void anInterruptedCommandLeavesNothing() throws Exception {
    AtomicReference<HostException> thrown = new AtomicReference<>();
    AtomicReference<Boolean> status = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                shell("sleep 4721");
              } catch (HostException e) {
                thrown.set(e);
                status.set(Thread.currentThread().isInterrupted());
              }
            });
    Eventually.holds(() -> "it runs", () -> living("sleep 4721") > 0);
    thread.interrupt();
    thread.join();
    assertEquals(Reason.INTERRUPTED, thrown.get().reason());
    assertTrue(status.get());
    assertEquals(0, living("sleep 4721"));
  }

  @Test
  void whatACommandLeavesBehindIsEnded() throws Exception {
    assertEquals(0, shell("sleep 4731 >/dev/null 2>&1 & exit 0").exitCode());
    assertEquals(0, living("sleep 4731"));
    assertEquals("held\n", shell("sleep 4732 & echo held").output());
    assertEquals(0, living("sleep 4732"));
  }

  @Test
  void processesAreThoseOfTheContainer() throws Exception {
    List<RunningProcess> processes = inside.processes();
    RunningProcess main = processes.get(1);
    assertEquals(List.of("sh", "-c", RealDocker.POLITE), main.arguments());
    assertEquals(1, main.parent());
    assertTrue(processes.stream().noneMatch(it -> it.arguments().toString().contains("/proc/")));
    assertEquals(Optional.of(main.identity()), inside.process(main.identity().pid()));
    assertEquals(Optional.empty(), inside.process(99_999));
    Instant started = Instant.parse(docker.inspect("inner", "{{.State.StartedAt}}"));
    Duration apart = Duration.between(started, inside.startedAt(main.identity())).abs();
    assertTrue(apart.compareTo(Duration.ofSeconds(2)) < 0, apart::toString);
  }

  @Test
  void aSignalReachesOnlyTheProcessThatIsMeant() throws Exception {
    docker.docker("exec", "--detach", "inner", "sleep", "4741");
    Eventually.holds(() -> "it runs", () -> living("sleep 4741") == 1);
    ProcessIdentity sleeping =
        inside.processes().stream()
            .filter(it -> it.arguments().equals(List.of("sleep", "4741")))
            .findFirst()
            .orElseThrow()
            .identity();
    ProcessIdentity earlier =
        new ProcessIdentity(sleeping.pid(), sleeping.startTicks() - 1, sleeping.userId());
    assertEquals(
        Reason.STALE,
        assertThrows(HostException.class, () -> inside.signal(earlier, "KILL")).reason());
    ProcessIdentity first = inside.process(1).orElseThrow();
    assertThrows(HostException.class, () -> inside.signal(first, "TERM"));
    assertThrows(HostException.class, () -> inside.signal(sleeping, "TERM; reboot"));
    assertEquals(1, living("sleep 4741"));
    inside.signal(sleeping, "TERM");
    Eventually.holds(() -> "it ended", () -> living("sleep 4741") == 0);
  }

  @Test
  void filesAreThoseOfTheContainer() throws Exception {
    Path file = Path.of("/tmp/a folder/it's $HOME.txt");
    assertFalse(inside.exists(file));
    inside.write(file, "first\nsecond 'line'\n");
    inside.write(file, "first\nsecond 'line'\nthird");
    assertEquals("first\nsecond 'line'\nthird", inside.read(file, 100));
    assertEquals(List.of("second 'line'", "third"), inside.tail(file, 2));
    assertEquals("first\nsecond 'line'\nthird", inside.readTrusted(file, 100));
    assertEquals(
        Reason.UNREADABLE, assertThrows(HostException.class, () -> inside.read(file, 10)).reason());
    assertEquals(
        Reason.ABSENT,
        assertThrows(HostException.class, () -> inside.read(Path.of("/nope"), 10)).reason());
    assertEquals(List.of(file), inside.glob("/tmp/a folder/*.txt"));
    assertEquals(List.of(), inside.glob("/tmp/a folder/*.$(reboot)"));
    shell("ln -s 'a folder' /tmp/link; chown app '/tmp/a folder/it'*");
    assertEquals(Optional.of(Path.of("a folder")), inside.linkTarget(Path.of("/tmp/link")));
    assertEquals(Path.of("/tmp/a folder"), inside.realPath(Path.of("/tmp/link")));
    assertEquals("1000", inside.ownership(file).orElseThrow().owner());
    assertEquals(
        Reason.PERMISSION,
        assertThrows(HostException.class, () -> inside.readTrusted(file, 100)).reason());
    inside.delete(file);
    assertFalse(inside.exists(file));
    assertThrows(HostException.class, () -> inside.write(file, "x".repeat(100_000)));
  }

  @Test
  void aSpawnedProcessLivesOnAndIsNotedFirst() throws Exception {
    Path log = Path.of("/tmp/spawned/app.log");
    AtomicReference<ProcessIdentity> noted = new AtomicReference<>();
    CommandLine command =
        new CommandLine(
            List.of("sh", "-c", "echo \"$GREETING\"; sleep 4751 & exec sleep 4752"),
            Optional.of(Path.of("/tmp")),
            Map.of("GREETING", "hello"),
            Optional.empty());
    SpawnedProcess spawned = inside.spawn(command, log, noted::set, TIMEOUT);
    ProcessIdentity process = spawned.identity();
    assertEquals(Optional.empty(), spawned.exitCode());
    assertEquals(noted.get(), process);
    Eventually.holds(() -> "it became it", () -> inside.session(process).size() == 2);
    assertEquals(List.of(Host.START_MARK + process.pid(), "hello"), inside.tail(log, 5));
    for (ProcessIdentity each : inside.session(process)) {
      inside.signal(each, "KILL");
    }
    Eventually.holds(() -> "it ended", () -> inside.session(process).isEmpty());
    Optional<Integer> killed = Optional.of(128 + 9);
    Eventually.holds("the Engine says so", () -> spawned.exitCode().equals(killed));
    assertEquals("app.log\n", shell("ls -A /tmp/spawned").output());
  }

  @Test
  void aSpawnThatIsPreventedOrImpossibleStartsNothing() throws Exception {
    Path log = Path.of("/tmp/prevented/app.log");
    CommandLine sleeping = CommandLine.of(List.of("sleep", "4761"));
    assertThrows(
        HostException.class,
        () ->
            inside.spawn(
                sleeping,
                log,
                _ -> {
                  throw new HostException(Reason.FAILED, "not noted");
                },
                TIMEOUT));
    Eventually.holds(() -> "nothing is left", () -> living("4761") == 0);
    HostException error =
        assertThrows(
            HostException.class,
            () -> inside.spawn(CommandLine.of(List.of("/no/such/command")), log, _ -> {}, TIMEOUT));
    assertTrue(error.message().contains("/no/such/command"), error::message);
    Eventually.holds(
        () -> "no notes are left",
        () -> shell("ls -A /tmp/prevented").output().equals("app.log\n"));
  }

  /** Also what was written to a rotated log after the last look. */
  @Test
  void whatIsAddedToAFileInsideIsRead() throws Exception {
    shell("mkdir /tmp/logs; echo before >/tmp/logs/a.log");
    Path file = Path.of("/tmp/logs/a.log");
    try (FollowedFile followed = inside.follow(file, false);
        FollowedFile later = inside.follow(Path.of("/tmp/logs/b.log"), true)) {
      AddedLines lines = new AddedLines("a");
      shell("cd /tmp/logs; printf 'one\ntw' >>a.log");
      assertEquals(List.of("one"), added(followed, lines));
      shell("cd /tmp/logs; printf 'o\nlate\n' >>a.log; mv a.log a.log.1; echo new >a.log");
      assertEquals(List.of("two", "late", "new"), added(followed, lines));
      shell("cd /tmp/logs; : >a.log; echo x >a.log");
      assertEquals(List.of("x"), added(followed, lines));
      assertEquals(List.of(), added(later, lines));
      assertFalse(later.isThere());
      shell("cd /tmp/logs; echo first >b.log; rm a.log; mkdir a.log");
      assertEquals(List.of("first"), added(later, lines));
      assertEquals(
          Reason.UNREADABLE,
          assertThrows(HostException.class, () -> followed.look(lines)).reason());
    }
  }

  /** More than a look reads, and a line that its file left unended. */
  @Test
  void theWholeRestOfARotatedFileIsRead() throws Exception {
    shell("mkdir /tmp/much; : >/tmp/much/a.log");
    try (FollowedFile followed = inside.follow(Path.of("/tmp/much/a.log"), false)) {
      AddedLines lines = new AddedLines("a");
      assertEquals(List.of(), added(followed, lines));
      shell(
          "cd /tmp/much; head -c 2500000 /dev/zero | tr '\\0' x >>a.log;"
              + " printf '\nlate\nunended' >>a.log; mv a.log a.log.1; echo new >a.log");
      assertEquals(List.of(), added(followed, lines));
      assertEquals(List.of(), added(followed, lines));
      List<String> rest = added(followed, lines);
      assertEquals(List.of("late", "unended", "new"), rest.subList(1, rest.size()));
      assertEquals(List.of(), added(followed, lines));
    }
  }

  private static List<String> added(FollowedFile file, AddedLines lines) throws HostException {
    file.look(lines);
    return lines.take(false, Optional.empty()).lines();
  }

  @Test
  void itsPortsAreReachedFromOutside() throws Exception {
    docker.docker(
        "exec",
        "--detach",
        "inner",
        "sh",
        "-c",
        "echo hello >/tmp/index.html; httpd -f -p 8080 -h /tmp");
    Endpoint endpoint = new Endpoint.Tcp("127.0.0.1", 8080);
    Eventually.holds(
        () -> "it listens",
        () -> {
          try {
            inside.connect(endpoint, TIMEOUT);
            return true;
          } catch (HostException e) {
            return false;
          }
        });
    HttpRequest request =
        new HttpRequest(endpoint, false, "GET", "/index.html", Map.of(), new byte[0]);
    assertEquals("hello\n", inside.exchange(request, TIMEOUT).text());
    HostException error =
        assertThrows(
            HostException.class,
            () -> inside.connect(new Endpoint.Unix(Path.of("/run/x.sock")), TIMEOUT));
    assertTrue(error.message().contains("inside of inner"), error::message);
  }

  @Test
  void whatDoesNotRunHasNoInside() {
    Host gone = inside("ended");
    HostException error = assertThrows(HostException.class, gone::processes);
    assertTrue(error.message().contains("is not running"), error::message);
    assertThrows(
        HostException.class, () -> gone.execute(CommandLine.of(List.of("true")), TIMEOUT, _ -> {}));
    assertEquals(
        Reason.ABSENT,
        assertThrows(HostException.class, () -> inside("nowhere").processes()).reason());
  }
}
