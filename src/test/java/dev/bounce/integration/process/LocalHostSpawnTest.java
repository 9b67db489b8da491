package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bounce.host.CommandLine;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.LocalHost;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.SpawnedProcess;
import dev.bounce.testbed.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class LocalHostSpawnTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final LocalHost host = new LocalHost();
  private final List<ProcessIdentity> spawned = new ArrayList<>();

  @AfterEach
  void endAll() throws HostException {
    for (ProcessIdentity leader : spawned) {
      for (ProcessIdentity process : host.session(leader)) {
        host.signal(process, "KILL");
      }
    }
  }

  private Path log() {
    return folder.resolve("logs/service.log");
  }

  private ProcessIdentity spawn(String... arguments) throws HostException {
    return spawn(
        new CommandLine(List.of(arguments), Optional.of(folder), Map.of(), Optional.empty()));
  }

  private ProcessIdentity spawn(CommandLine command) throws HostException {
    return host.spawn(command, log(), spawned::add, LONG).identity();
  }

  private boolean lives(ProcessIdentity process) {
    return host.process(process.pid()).filter(process::equals).isPresent();
  }

  private static List<String> environment(long pid) throws IOException {
    return List.of(Files.readString(Path.of("/proc/" + pid + "/environ")).split("\0", -1));
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ').strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void itExecutesTheCommandInASessionOfItsOwn() throws Exception {
    ProcessIdentity process = spawn("sleep", "300");
    assertEquals("sleep 300", commandLine(process.pid()));
    assertTrue(lives(process));
    assertEquals(List.of(process), host.session(process));
    assertEquals(
        Path.of("/dev/null"), Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/0")));
    assertEquals(log(), Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/1")));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log())));
    Duration age = Duration.between(host.startedAt(process), Instant.now());
    assertTrue(age.compareTo(Duration.ZERO) >= 0 && age.compareTo(LONG) < 0, age.toString());
  }

  @Test
  void itIsNotedBeforeItBegins() throws Exception {
    List<String> seen = new ArrayList<>();
    CommandLine command =
        new CommandLine(
            List.of("sh", "-c", "touch begun; exec sleep 300"),
            Optional.of(folder),
            Map.of(),
            Optional.empty());
    ProcessIdentity process =
        host.spawn(
                command,
                log(),
                born -> {
                  spawned.add(born);
                  seen.add(born.pid() + " " + Files.exists(folder.resolve("begun")));
                },
                LONG)
            .identity();
    assertEquals(List.of(process.pid() + " false"), seen);
    Eventually.holds("it has begun", () -> Files.exists(folder.resolve("begun")));
  }

  @Test
  void whatCannotBeNotedNeverBegins() {
    HostException thrown =
        assertThrows(
            HostException.class,
            () ->
                host.spawn(
                    new CommandLine(
                        List.of("touch", "begun"), Optional.of(folder), Map.of(), Optional.empty()),
                    log(),
                    born -> {
                      spawned.add(born);
                      throw new HostException(Reason.FAILED, "the disk is full");
                    },
                    LONG));
    assertEquals("the disk is full", thrown.message());
    Eventually.holds("the shell has given up", () -> !lives(spawned.getFirst()));
    assertFalse(Files.exists(folder.resolve("begun")));
  }

  @Test
  void theEnvironmentHoldsWhatWasGivenAndNoMarker() throws Exception {
    ProcessIdentity process =
        spawn(
            new CommandLine(
                List.of("sleep", "300"),
                Optional.empty(),
                Map.of("TOKEN", "hush 'n\"\n"),
                Optional.empty()));
    List<String> environment = environment(process.pid());
    assertTrue(environment.contains("TOKEN=hush 'n\"\n"));
    assertTrue(
        environment.contains("BOUNCE_SPAWNED=" + process.pid() + ":" + process.startTicks()));
    assertTrue(environment.stream().noneMatch(each -> each.startsWith("BOUNCE_COMMAND=")));
  }

  @Test
  void outputIsAppendedToTheLog() throws Exception {
    Files.createDirectories(log().getParent());
    Files.writeString(log(), "before\n");
    ProcessIdentity process = spawn("sh", "-c", "echo out; echo err >&2; exec sleep 300");
    String mark = Host.START_MARK + process.pid();
    Eventually.holds(
        "the log is written",
        () -> host.tail(log(), 9).equals(List.of("before", mark, "out", "err")));
    assertEquals(List.of("err"), host.tail(log(), 1));
  }

  @Test
  void whatIsNotFoundOrNotExecutableIsSaid() {
    HostException missing = assertThrows(HostException.class, () -> spawn("no-such-command"));
    assertTrue(missing.message().contains("no-such-command: not found"), missing.message());
    HostException data = assertThrows(HostException.class, () -> spawn("/etc/passwd"));
    assertTrue(data.message().contains("Permission denied"), data.message());
  }

  @Test
  void aMissingInterpreterIsSaid() throws Exception {
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/no/such/interpreter\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    HostException thrown = assertThrows(HostException.class, () -> spawn(script.toString()));
    assertTrue(thrown.message().contains("not found"), thrown.message());
  }

  @Test
  void oneThatDiesAtOnceWasStarted() throws Exception {
    SpawnedProcess process =
        host.spawn(
            CommandLine.of(List.of("sh", "-c", "echo why >&2; exit 3")), log(), _ -> {}, LONG);
    Eventually.holds("it has died", () -> process.exitCode().equals(Optional.of(3)));
    assertFalse(lives(process.identity()));
    assertEquals(List.of("why"), host.tail(log(), 1));
  }

  @Test
  void itOutlivesTheJvmThatStartedIt() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SpawnAndLeave.class.getName(),
                log().toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(other.waitFor(20, TimeUnit.SECONDS), said);
    ProcessIdentity process = host.process(Long.parseLong(said.strip())).orElseThrow();
    spawned.add(process);
    assertEquals("sleep 300", commandLine(process.pid()));
  }

  /** Starts a process and ends, as bounce does; no thread of it may keep the JVM alive. */
  static final class SpawnAndLeave {
    private SpawnAndLeave() {}

    static void main(String[] arguments) throws HostException {
      SpawnedProcess process =
          new LocalHost()
              .spawn(CommandLine.of(List.of("sleep", "300")), Path.of(arguments[0]), _ -> {}, LONG);
      IO.println(process.identity().pid());
    }
  }

  @Test
  void theSessionOfALeaderThatHasEndedIsStillKnown() throws Exception {
    ProcessIdentity leader = spawn("sh", "-c", "sleep 300 & exit 0");
    Eventually.holds("the leader has ended", () -> !lives(leader));
    List<ProcessIdentity> rest = host.session(leader);
    assertEquals(1, rest.size());
    Eventually.holds(
        "it is the child", () -> commandLine(rest.getFirst().pid()).equals("sleep 300"));
    ProcessIdentity impostor = new ProcessIdentity(leader.pid(), leader.startTicks() - 1, 0);
    assertEquals(List.of(), host.session(impostor));
  }

  @Test
  void aReusedPidIsNotSignalled() throws Exception {
    ProcessIdentity process = spawn("sleep", "300");
    ProcessIdentity earlier =
        new ProcessIdentity(process.pid(), process.startTicks() - 100, process.userId());
    for (String signal : List.of("TERM", "KILL", "HUP")) {
      HostException thrown = assertThrows(HostException.class, () -> host.signal(earlier, signal));
      assertEquals(Reason.STALE, thrown.reason());
    }
    assertTrue(lives(process));
  }

  @Test
  void signalsArrive() throws Exception {
    ProcessIdentity process =
        spawn("sh", "-c", "trap 'echo got >>got' USR1; echo up; while :; do sleep 0.02; done");
    Eventually.holds("the trap is set", () -> host.tail(log(), 1).equals(List.of("up")));
    host.signal(process, "USR1");
    Eventually.holds("it got it", () -> Files.exists(folder.resolve("got")));
    host.signal(process, "TERM");
    Eventually.holds("it has ended", () -> !lives(process));
    assertThrows(HostException.class, () -> host.signal(process, "USR1; reboot"));
  }

  @Test
  void aLogFileThatIsALinkOrSomebodyElsesIsRefused() throws Exception {
    Files.createDirectories(log().getParent());
    Path target = Files.writeString(folder.resolve("target"), "");
    Files.createSymbolicLink(log(), target);
    HostException link = assertThrows(HostException.class, () -> spawn("echo", "x"));
    assertEquals(Reason.PERMISSION, link.reason());
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
    Files.delete(log());
    Files.createFile(log());
    Files.setAttribute(log(), "unix:uid", 65534);
    HostException foreign = assertThrows(HostException.class, () -> spawn("echo", "x"));
    assertTrue(foreign.message().contains("belongs to uid 65534"), foreign.message());
    Files.delete(log());
    Files.setAttribute(log().getParent(), "unix:uid", 65534);
    HostException folderOfOther = assertThrows(HostException.class, () -> spawn("echo", "x"));
    assertTrue(folderOfOther.message().contains("uid 65534"), folderOfOther.message());
    assertEquals("", Files.readString(target));
  }

  @Test
  void anotherUsersProcessIsThatUsersWithALogOfOurs() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    ProcessIdentity process =
        spawn(
            new CommandLine(
                List.of("sleep", "300"),
                Optional.of(Path.of("/")),
                Map.of(),
                Optional.of("nobody")));
    assertEquals(65534, process.userId());
    assertEquals("sleep 300", commandLine(process.pid()));
    assertEquals(0, Files.getAttribute(log(), "unix:uid"));
  }
}
