package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.LocalHost;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.testbed.Eventually;
import dev.bounce.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class ProcessBackendTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String SLEEP = "exec sleep 300";

  @TempDir Path folder;

  private Host host = new LocalHost();
  private ProcessBackend backend = new ProcessBackend(Path.of(""));
  private Map<String, Value> values = new LinkedHashMap<>();

  @BeforeEach
  void prepare() {
    host = new LocalHost(folder);
    backend = new ProcessBackend(folder.resolve("state"));
    values = new LinkedHashMap<>();
  }

  /** Kills what any pid file of the test names. */
  @AfterEach
  void endAll() throws Exception {
    Path files = folder.resolve("state/processes");
    if (!Files.isDirectory(files)) {
      return;
    }
    try (var all = Files.walk(files)) {
      for (Path file : all.filter(each -> each.toString().endsWith(".pid")).toList()) {
        if (Files.isRegularFile(file)) {
          List<String> lines = Files.readAllLines(file);
          long start = Long.parseLong(lines.get(1).replace("start ", ""));
          kill(new ProcessIdentity(Long.parseLong(lines.getFirst()), start, 0));
        }
      }
    }
  }

  private void kill(ProcessIdentity leader) throws HostException {
    for (ProcessIdentity process : host.session(leader)) {
      host.signal(process, "KILL");
    }
  }

  private static Value text(String text) {
    return new Value.StringValue(text);
  }

  private static Value shell(String script) {
    return new Value.ListValue(List.of(text("sh"), text("-c"), text(script)));
  }

  private Settings web() {
    values.putIfAbsent("command", shell(SLEEP));
    return new Settings("web", values);
  }

  private List<MemberState> states() throws BackendException {
    return backend.observe(web(), host, TIMEOUT);
  }

  private MemberState state() throws BackendException {
    return states().getFirst();
  }

  /** Does what a runner does, and returns the states afterwards. */
  private List<MemberState> perform(Action action) throws BackendException {
    List<MemberState> before = states();
    for (Stage stage : backend.recipe(action, web(), before).stages()) {
      perform(stage, before);
    }
    return states();
  }

  private void perform(Stage stage, List<MemberState> before) throws BackendException {
    for (Effect effect : stage.effects()) {
      backend.carryOut(effect, web(), host, TIMEOUT);
    }
    long deadline = System.nanoTime() + stage.within().toNanos();
    while (!reached(stage, before)) {
      if (System.nanoTime() > deadline) {
        perform(stage.escalation().orElseThrow(() -> new AssertionError("never " + stage)), before);
        return;
      }
      Thread.onSpinWait();
    }
  }

  private boolean reached(Stage stage, List<MemberState> before) throws BackendException {
    List<String> meant = stage.effects().stream().map(Effect::member).toList();
    List<MemberState> now = states();
    for (int i = 0; i < now.size(); i++) {
      boolean there =
          switch (stage.goal()) {
            case DOWN -> now.get(i).condition().isDown();
            case UP_ANEW ->
                now.get(i).isRunning() && !now.get(i).identity().equals(before.get(i).identity());
            case UP_UNCHANGED -> now.get(i).identity().equals(before.get(i).identity());
            case SENT -> true;
            case WORKERS_ANEW, SUCCESSOR_UP -> throw new AssertionError("a process has no workers");
          };
      if (meant.contains(now.get(i).member()) && !there) {
        return false;
      }
    }
    return true;
  }

  private long pid() throws Exception {
    return Long.parseLong(Files.readAllLines(pidFile()).getFirst());
  }

  private Path pidFile() {
    return folder.resolve("state/processes/web/0.pid");
  }

  private ProcessIdentity process() throws Exception {
    return host.process(pid()).orElseThrow();
  }

  private BackendException refused() {
    return assertThrows(BackendException.class, this::states);
  }

  @Test
  void membersAreStartedRestartedAndStopped() throws Exception {
    values.put("members", new Value.IntegerValue(3));
    assertEquals(
        Optional.of(List.of("web[0]", "web[1]", "web[2]")), backend.declaredMembers(web()));
    assertTrue(states().stream().allMatch(each -> each.condition() == Condition.STOPPED));
    List<MemberState> first = perform(Action.START);
    assertTrue(first.stream().allMatch(MemberState::isRunning));
    List<MemberState> second = perform(Action.RESTART);
    assertTrue(second.stream().allMatch(MemberState::isRunning));
    for (int i = 0; i < 3; i++) {
      assertNotEquals(first.get(i).identity(), second.get(i).identity());
    }
    assertEquals(List.of(), backend.recipe(Action.START, web(), second).stages());
    List<MemberState> down = perform(Action.STOP);
    assertTrue(down.stream().allMatch(each -> each.condition() == Condition.STOPPED));
    assertEquals(List.of(), backend.recipe(Action.STOP, web(), down).stages());
  }

  @Test
  void eachMemberHasItsOwnCommand() throws Exception {
    values.put("members", new Value.IntegerValue(2));
    values.put("command", shell("echo any; " + SLEEP));
    values.put("command@1", shell("echo second; " + SLEEP));
    perform(Action.START);
    for (String member : List.of("any:web[0]", "second:web[1]")) {
      String[] parts = member.split(":", 2);
      Eventually.holds(
          member,
          () -> backend.logTail(web(), parts[1], 5, host, TIMEOUT).equals(List.of(parts[0])));
    }
  }

  @Test
  void secretsReachTheProcessAndNothingElse() throws Exception {
    values.put(
        "environment",
        new Value.MapValue(new LinkedHashMap<>(Map.of("TOKEN", new Value.SecretValue("hush")))));
    Effect effect =
        backend.recipe(Action.START, web(), states()).stages().getFirst().effects().getFirst();
    assertFalse((effect + effect.shown()).contains("hush"));
    perform(Action.START);
    Path environment = Path.of("/proc/" + pid() + "/environ");
    Eventually.holds( // a shell that executes another program has none for a moment
        "it has the token",
        () -> Arrays.asList(Files.readString(environment).split("\0", -1)).contains("TOKEN=hush"));
  }

  @Test
  void oneThatIgnoresTermIsKilledAfterTheGrace() throws Exception {
    values.put("command", shell("trap '' TERM; echo up; while :; do sleep 0.05; done"));
    values.put("grace", new Value.DurationValue(Duration.ofMillis(300)));
    perform(Action.START);
    Eventually.holds(
        "it is up", () -> backend.logTail(web(), "web", 1, host, TIMEOUT).equals(List.of("up")));
    assertEquals(Condition.STOPPED, perform(Action.STOP).getFirst().condition());
  }

  @Test
  void aChildThatOutlivesItsLeaderIsStopping() throws Exception {
    values.put("command", shell("sleep 300 & echo up; wait"));
    values.put("grace", new Value.DurationValue(Duration.ofMillis(300)));
    perform(Action.START);
    Eventually.holds(
        "it is up", () -> backend.logTail(web(), "web", 1, host, TIMEOUT).equals(List.of("up")));
    ProcessIdentity leader = process();
    assertEquals(2, host.session(leader).size());
    host.signal(leader, "KILL");
    Eventually.holds("the leader has ended", () -> host.process(leader.pid()).isEmpty());
    assertEquals(Condition.STOPPING, state().condition());
    assertTrue(state().detail().contains("1 more of its session"), state().detail());
    Effect.Spawn again =
        (Effect.Spawn)
            backend.recipe(Action.START, web(), states()).stages().getLast().effects().getFirst();
    BackendException refusal =
        assertThrows(BackendException.class, () -> backend.carryOut(again, web(), host, TIMEOUT));
    assertEquals(Code.B006, refusal.code());
    assertTrue(perform(Action.START).getFirst().isRunning());
    assertNotEquals(leader.pid(), pid());
    assertEquals(List.of(), host.session(leader));
    assertEquals(Condition.STOPPED, perform(Action.STOP).getFirst().condition());
  }

  @Test
  void aGroupStopReachesChildren() throws Exception {
    values.put("command", shell("sleep 300 & echo up; wait"));
    values.put("stop-as-group", new Value.BooleanValue(true));
    perform(Action.START);
    Eventually.holds(
        "it is up", () -> backend.logTail(web(), "web", 1, host, TIMEOUT).equals(List.of("up")));
    ProcessIdentity leader = process();
    perform(Action.STOP);
    assertEquals(List.of(), host.session(leader));
  }

  @Test
  void oneThatEndedByItselfHasFailed() throws Exception {
    values.put("command", shell("echo the reason >&2; exit 3"));
    Effect effect =
        backend.recipe(Action.START, web(), states()).stages().getFirst().effects().getFirst();
    backend.carryOut(effect, web(), host, TIMEOUT);
    Eventually.holds("it has ended", () -> condition() == Condition.FAILED);
    assertEquals("it ended by itself; its last words: the reason", state().detail());
  }

  private Condition condition() {
    try {
      return state().condition();
    } catch (BackendException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCommandThatCannotBeStartedIsB006() throws Exception {
    values.put("command", new Value.ListValue(List.of(text("/no/such/program"))));
    Effect effect =
        backend.recipe(Action.START, web(), states()).stages().getFirst().effects().getFirst();
    BackendException thrown =
        assertThrows(BackendException.class, () -> backend.carryOut(effect, web(), host, TIMEOUT));
    assertEquals(Code.B006, thrown.code());
    assertTrue(thrown.why().orElse("").contains("not found"), thrown.why().toString());
  }

  @Test
  void aMissingCommandIsP012() {
    values.put("command", new Value.ListValue(List.of()));
    assertEquals(Code.P012, refused().code());
  }

  @Test
  void aReusedPidIsStaleAndNeverSignalled() throws Exception {
    perform(Action.START);
    ProcessIdentity bystander = process();
    String text = Files.readString(pidFile());
    Files.writeString(
        pidFile(), text.replaceFirst("start \\d+", "start " + (bystander.startTicks() - 5)));
    assertEquals(Condition.STOPPED, state().condition());
    assertTrue(state().detail().startsWith("stale pid file"), state().detail());
    Effect.Signal late =
        new Effect.Signal(
            "web",
            Optional.of(new ProcessIdentity(bystander.pid(), bystander.startTicks() - 5, 0)),
            "KILL",
            true);
    backend.carryOut(late, web(), host, TIMEOUT);
    backend.carryOut(
        new Effect.Signal("web", Optional.empty(), "TERM", false), web(), host, TIMEOUT);
    assertEquals(Optional.of(bystander), host.process(bystander.pid()));
    Files.writeString(pidFile(), text);
  }

  @Test
  void anotherUsersProcessUnderTheNotedNumberIsStale() throws Exception {
    perform(Action.START);
    String text = Files.readString(pidFile());
    Files.writeString(pidFile(), text.replaceFirst("user \\d+", "user 4711"));
    assertEquals(Condition.STOPPED, state().condition());
    Files.writeString(pidFile(), text);
  }

  @Test
  void anEarlierBootIsNoFailure() throws Exception {
    perform(Action.START);
    String text = Files.readString(pidFile());
    Files.writeString(pidFile(), text.replaceFirst("boot .*", "boot 00000000"));
    assertEquals(Condition.STOPPED, state().condition());
    assertEquals("the machine was started anew since", state().detail());
    Files.writeString(pidFile(), text);
  }

  @Test
  void aPidFileThatIsALinkIsB007() throws Exception {
    perform(Action.START);
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(pidFile(), elsewhere);
    Files.createSymbolicLink(pidFile(), elsewhere);
    BackendException thrown = refused();
    assertEquals(Code.B007, thrown.code());
    assertTrue(thrown.why().orElse("").endsWith("is not a regular file"));
    Files.delete(pidFile());
    Files.move(elsewhere, pidFile());
  }

  @Test
  void aPidFileThatOthersMayWriteIsB007() throws Exception {
    perform(Action.START);
    Files.setPosixFilePermissions(pidFile(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals(Code.B007, refused().code());
  }

  @Test
  void aPidFileWhereEverybodyCanReplaceItIsB007() throws Exception {
    perform(Action.START);
    Files.setPosixFilePermissions(
        pidFile().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    BackendException thrown = refused();
    assertEquals(Code.B007, thrown.code());
    assertTrue(thrown.why().orElse("").contains("everybody can write"));
  }

  @Test
  void aPlaceForPidFilesThatEverybodyCanWriteIsB007BeforeAnythingIsStarted() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    values.put("pid-file", text(open.resolve("web.pid").toString()));
    assertEquals(Code.B007, refused().code());
  }

  @Test
  void aPidFileOfSomebodyElseIsB007() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
    perform(Action.START);
    Files.setAttribute(pidFile(), "unix:uid", 65534);
    BackendException thrown = refused();
    assertEquals(Code.B007, thrown.code());
    assertTrue(thrown.why().orElse("").contains("belongs to uid 65534"));
    Effect stop = new Effect.Signal("web", Optional.empty(), "TERM", false);
    assertThrows(BackendException.class, () -> backend.carryOut(stop, web(), host, TIMEOUT));
    assertTrue(host.process(pid()).isPresent());
  }

  @Test
  void aPidFileOfAnotherMemberOrProgramIsB007() throws Exception {
    values.put("members", new Value.IntegerValue(2));
    perform(Action.START);
    Path second = pidFile().resolveSibling("1.pid");
    String text = Files.readString(second);
    Files.copy(pidFile(), second, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertTrue(refused().why().orElse("").endsWith("is about web[0]"));
    Files.writeString(second, "1\n");
    assertTrue(refused().why().orElse("").endsWith("was not written by bounce"));
    Files.writeString(second, text);
  }

  @Test
  void aServiceNameIsNeverAPath() throws Exception {
    values.put("command", shell(SLEEP));
    Settings hostile = new Settings("../../x/y", values);
    Effect.Spawn spawn =
        (Effect.Spawn)
            backend
                .recipe(Action.START, hostile, List.of(MemberState.unknown("../../x/y")))
                .stages()
                .getFirst()
                .effects()
                .getFirst();
    Path folderOfService = folder.resolve("state/processes/%2e.%2f..%2fx%2fy");
    assertEquals(folderOfService.resolve("0.pid"), spawn.pidFile());
    assertEquals(folderOfService.resolve("0.log"), spawn.logFile());
  }

  @Test
  void anotherUsersProcessIsNotedAsThatUsers() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    values.put("user", text("nobody"));
    values.put("directory", text("/"));
    assertTrue(perform(Action.START).getFirst().isRunning());
    assertTrue(Files.readString(pidFile()).contains("user 65534\n"));
    assertEquals(65534, process().userId());
    assertEquals(Condition.STOPPED, perform(Action.STOP).getFirst().condition());
  }

  @Test
  void nobodyHasLookedMeansAllThatCanBeNeeded() throws Exception {
    List<Stage> stages =
        backend.recipe(Action.RESTART, web(), List.of(MemberState.unknown("web"))).stages();
    assertEquals(
        List.of("signal TERM to the pid of web", "start detached [sh, -c, exec sleep 300]"),
        stages.stream().map(stage -> stage.effects().getFirst().shown()).toList());
    assertEquals(
        "signal KILL to the session of the pid of web",
        stages.getFirst().escalation().orElseThrow().effects().getFirst().shown());
  }
}
