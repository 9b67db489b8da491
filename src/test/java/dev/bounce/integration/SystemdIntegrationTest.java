package dev.bounce.integration;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Finding;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.MemberState.Patience;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Remark.Kind;
import dev.bounce.backend.Settings;
import dev.bounce.backend.systemd.SystemdBackend;
import dev.bounce.contract.RecipeDriver;
import dev.bounce.contract.RecipeDriver.GoalMissed;
import dev.bounce.contract.TestTime;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.RealSystemd;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patterns, targets, units that behave badly, and what systemd does besides. */
@Tag("integration")
final class SystemdIntegrationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static RealSystemd systemd;

  private final SystemdBackend backend = new SystemdBackend();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    systemd = RealSystemd.start(folder.resolve("s"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (systemd != null) {
      systemd.close();
    }
  }

  @Test
  void aPatternIsItsLoadedInstances() throws Exception {
    systemd.execute("systemctl", "start", "worker@21", "worker@3", "worker@22");
    Settings pattern = settings("workers", "worker@[23]*");
    List<String> members = List.of("worker@3.service", "worker@21.service", "worker@22.service");
    assertEquals(members, names(observe(pattern)));
    assertEquals(Optional.empty(), backend.declaredMembers(pattern));
    perform(Action.RESTART, pattern);
    perform(Action.STOP, pattern);
    assertEquals("", systemd.execute("systemctl", "--all", "-q", "list-units", "worker@[23]*"));
    assertEquals(members, names(observe(pattern)), "systemd has forgotten them");
    assertEquals(members, names(perform(Action.START, pattern)));
    perform(Action.STOP, pattern);
    BackendException error =
        assertThrows(
            BackendException.class,
            () -> new SystemdBackend().observe(pattern, systemd.host(), TIMEOUT));
    assertEquals(Code.B003, error.code());
    assertTrue(error.hint().orElse("").startsWith("name them"), error::toString);
  }

  @Test
  void aTargetIsTheServicesThatBelongToIt() throws Exception {
    String[] members = {"web@1.service", "web@2.service", "worker@1.service"};
    systemd.execute("systemctl", "start", "app.target");
    Settings app = settings("app", "app.target");
    assertEquals(List.of(members), names(observe(app)));
    Map<String, String> before = systemd.invocations(members);
    String target = systemd.property("app.target", "InvocationID");
    perform(Action.RESTART, app);
    Map<String, String> after = systemd.invocations(members);
    before.forEach((unit, invocation) -> assertNotEquals(invocation, after.get(unit)));
    assertEquals(target, systemd.property("app.target", "InvocationID"));
    systemd.execute("systemctl", "start", "web@4");
    assertEquals(
        List.of("web@1.service", "web@2.service", "web@4.service", "worker@1.service"),
        names(perform(Action.STOP, app)));
    assertEquals("inactive", systemd.property("web@4", "ActiveState"));
    List<MemberState> fresh = new SystemdBackend().observe(app, systemd.host(), TIMEOUT);
    assertEquals(List.of(members), names(fresh));
  }

  @Test
  void anAliasIsItsUnit() throws Exception {
    Settings bus = new Settings("dbus", Map.of());
    assertEquals(Condition.RUNNING, observe(bus).getFirst().condition());
    assertEquals(List.of("dbus.service"), names(observe(bus)));
  }

  @Test
  void readinessIsWaitedFor() throws Exception {
    List<MemberState> up = perform(Action.RESTART, new Settings("single@7", Map.of()));
    assertEquals("active/running: generation 0", up.getFirst().detail());
    assertEquals(
        Optional.of(new Patience(Duration.ofSeconds(5), Duration.ofSeconds(3))),
        up.getFirst().patience());
    Instant started = up.getFirst().startedAt().orElseThrow();
    assertTrue(started.isAfter(Instant.now().minusSeconds(60)), started::toString);
    assertTrue(started.isBefore(Instant.now().plusSeconds(2)), started::toString);
  }

  @Test
  void aUnitThatIsNeverReadyFails() {
    MemberState state = missed("neverready");
    assertEquals(Condition.FAILED, state.condition());
    assertEquals("timeout", state.detail());
  }

  @Test
  void aUnitThatSystemdGivesUpFails() throws Exception {
    Settings crashloop = new Settings("crashloop", Map.of());
    assertThrows(
        GoalMissed.class, () -> driver(crashloop).awaitStable(perform(Action.START, crashloop)));
    Eventually.holds(
        () -> "crashloop is given up",
        () -> observe(crashloop).getFirst().condition() == Condition.FAILED);
    assertEquals(
        "exit-code, exit status 1; systemd gave up after 3 restarts (start limit)",
        observe(crashloop).getFirst().detail());
    List<String> tail = tail(crashloop);
    assertTrue(tail.contains("lost the database"), tail::toString);
    assertTrue(
        tail.contains("crashloop.service: Start request repeated too quickly."), tail::toString);
  }

  @Test
  void aStartLimitIsNamedAndReset() throws Exception {
    Settings limited = new Settings("limited", Map.of());
    perform(Action.START, limited);
    perform(Action.RESTART, limited);
    GoalMissed missed = assertThrows(GoalMissed.class, () -> perform(Action.RESTART, limited));
    assertTrue(missed.states().getFirst().detail().contains("started too often"));
    Recipe recipe = backend.recipe(Action.START, limited, observe(limited));
    assertEquals(
        List.of(
            "systemctl --no-ask-password reset-failed limited.service as root",
            "systemctl --no-ask-password --no-block start limited.service as root"),
        effects(recipe));
    assertTrue(driver(limited).perform(recipe).getFirst().isRunning());
    driver(limited).send(effect(recipe, 0)); // there is nothing to reset any more
    perform(Action.STOP, limited);
    driver(limited).send(effect(recipe, 0)); // nor a unit that systemd remembers
  }

  @Test
  void aUnitThatDiesInItsStableWindowIsNotBelieved() throws Exception {
    Settings hasty = new Settings("hasty", Map.of());
    assertThrows(GoalMissed.class, () -> driver(hasty).awaitStable(perform(Action.START, hasty)));
    assertEquals("exit-code, exit status 1", observe(hasty).getFirst().detail());
  }

  @Test
  void theLogIsThatOfTheLastStart() throws Exception {
    Settings broken = new Settings("broken", Map.of());
    missed("broken");
    long second = Instant.now().getEpochSecond();
    Eventually.holds(() -> "a second passes", () -> Instant.now().getEpochSecond() > second);
    missed("broken");
    List<String> tail = tail(broken);
    assertEquals(1, tail.stream().filter("no such database"::equals).count(), tail::toString);
  }

  @Test
  void aStubbornUnitIsKilledBySystemd() throws Exception {
    Settings stubborn = new Settings("stubborn", Map.of());
    perform(Action.START, stubborn);
    Recipe stop = backend.recipe(Action.STOP, stubborn, observe(stubborn));
    assertEquals(Duration.ofSeconds(11), stop.bound());
    assertEquals("timeout", driver(stubborn).perform(stop).getFirst().detail());
    assertTrue(perform(Action.RESTART, stubborn).getFirst().isRunning());
    perform(Action.STOP, stubborn);
  }

  @Test
  void whatIsSaidToGoAlongIsWhatGoesAlong() throws Exception {
    String[] dependents = {"api.service", "report.service"};
    systemd.execute("systemctl", "start", "database", "api", "report");
    Settings database = new Settings("database", Map.of());
    assertEquals(
        List.of(
            "database.service will also restart api.service",
            "database.service will also restart report.service"),
        remarks(Action.RESTART, database));
    Map<String, String> before = systemd.invocations(dependents);
    perform(Action.RESTART, database);
    Eventually.holds(
        () -> "what was named was restarted",
        () -> Collections.disjoint(before.entrySet(), systemd.invocations(dependents).entrySet()));
    systemd.execute("systemctl", "stop", "api");
    assertEquals(
        List.of("database.service will also stop report.service"), remarks(Action.STOP, database));
    perform(Action.STOP, database);
    Eventually.holds(
        () -> "report is stopped",
        () -> systemd.property("report", "ActiveState").equals("inactive"));
    assertEquals(List.of(), remarks(Action.START, database));
  }

  @Test
  void membersThatGoAlongWithEachOtherAreNoNews() throws Exception {
    systemd.execute("systemctl", "start", "database", "api");
    Settings both =
        new Settings(
            "both",
            Map.of(
                "unit",
                new Value.ListValue(List.of(new StringValue("database"), new StringValue("api")))));
    assertTrue(remarks(Action.RESTART, both).stream().noneMatch(it -> it.contains("api")));
    assertTrue(perform(Action.RESTART, both).stream().allMatch(MemberState::isRunning));
  }

  @Test
  void aChangedUnitFileIsRefusedOrReadAnew() throws Exception {
    Settings changed = new Settings("changed", Map.of());
    perform(Action.START, changed);
    systemd.execute("sh", "-c", "echo '# changed' >>/etc/systemd/system/changed.service");
    List<Remark> refused = backend.remarks(Action.RESTART, changed, observe(changed));
    assertEquals(Kind.REFUSAL, refused.getFirst().kind());
    assertTrue(refused.getFirst().repair().contains("daemon-reload true"));
    assertEquals(
        Kind.WARNING, backend.remarks(Action.STOP, changed, observe(changed)).getFirst().kind());
    Settings anew = new Settings("changed", Map.of("daemon-reload", new BooleanValue(true)));
    assertEquals(Kind.ALSO, backend.remarks(Action.RESTART, anew, observe(anew)).getFirst().kind());
    Recipe recipe = backend.recipe(Action.RESTART, anew, observe(anew));
    assertEquals("systemctl --no-ask-password daemon-reload as root", effects(recipe).getFirst());
    driver(anew).perform(recipe);
    assertEquals("no", systemd.property("changed", "NeedDaemonReload"));
    assertEquals(List.of(), backend.remarks(Action.RESTART, anew, observe(anew)));
    assertEquals(1, effects(backend.recipe(Action.RESTART, anew, observe(anew))).size());
  }

  @Test
  void aReloadKeepsTheProcess() throws Exception {
    Settings web = new Settings("single@8", Map.of());
    List<MemberState> before = perform(Action.START, web);
    List<MemberState> after = perform(Action.RELOAD, web);
    assertEquals(before.getFirst().identity(), after.getFirst().identity());
    Eventually.holds(
        () -> "its configuration is read",
        () -> systemd.property("single@8", "StatusText").equals("generation 1"));
    perform(Action.STOP, web);
    assertRefusal(Action.RELOAD, "single@8", "does not run");
    assertRefusal(Action.RELOAD, "database", "no ExecReload=");
  }

  @Test
  void aSignalGoesToTheMainProcess() throws Exception {
    Settings web = new Settings("single@9", Map.of());
    List<MemberState> before = perform(Action.START, web);
    driver(web).perform(backend.signal("HUP", web, before));
    Eventually.holds(
        () -> "it has the signal",
        () -> systemd.property("single@9", "StatusText").equals("generation 1"));
    assertEquals(before.getFirst().identity(), observe(web).getFirst().identity());
  }

  @Test
  void aOneshotIsRestartedWhereItsEndCanBeProven() throws Exception {
    Settings setup = new Settings("setup", Map.of());
    List<MemberState> first = perform(Action.START, setup);
    List<MemberState> second = perform(Action.RESTART, setup);
    assertTrue(second.getFirst().identity().orElseThrow().shown().startsWith("invocation "));
    assertNotEquals(first.getFirst().identity(), second.getFirst().identity());
    assertRefusal(Action.RESTART, "once", "oneshot");
    assertRefusal(Action.START, "once", "oneshot");
    assertEquals("exit-code, exit status 3", missed("fails").detail());
  }

  @Test
  void whatWouldStartAUnitAgainIsNamed() throws Exception {
    systemd.execute("systemctl", "start", "echo.socket", "echo.service", "tick.timer", "tick");
    assertEquals(
        List.of("echo.service will be started again by echo.socket, which is active"),
        remarks(Action.STOP, new Settings("echo", Map.of())));
    assertEquals(
        List.of("tick.service will be started again by tick.timer, which is active"),
        remarks(Action.STOP, new Settings("tick", Map.of())));
    systemd.execute("systemctl", "stop", "echo.socket");
    assertEquals(List.of(), remarks(Action.STOP, new Settings("echo", Map.of())));
  }

  @Test
  void aMaskedUnitIsRefused() throws Exception {
    systemd.execute("systemctl", "mask", "--runtime", "worker@99.service");
    assertRefusal(Action.START, "worker@99", "masked");
  }

  @Test
  void whatSystemdDoesNotKnowIsSuggested() {
    BackendException error =
        assertThrows(BackendException.class, () -> observe(new Settings("databse", Map.of())));
    assertEquals(Code.B003, error.code());
    assertTrue(error.hint().orElse("").startsWith("did you mean `database.service`?"));
    BackendException option =
        assertThrows(BackendException.class, () -> observe(settings("web", "--root=/tmp")));
    assertEquals(Code.B003, option.code());
  }

  @Test
  void aUserWithoutASystemdIsB001() {
    Settings own = new Settings("web", Map.of("scope", new WordValue("user")));
    BackendException error = assertThrows(BackendException.class, () -> observe(own));
    assertEquals(Code.B001, error.code());
    assertTrue(error.why().orElse("").contains("Failed to connect to bus"), error::toString);
    assertEquals(List.of(), tail(own));
  }

  @Test
  void theSystemdOfAUserNeedsNoSudo() throws Exception {
    Settings own = new Settings("own", Map.of("scope", new WordValue("user")));
    Host host = systemd.hostWithOwnSystemd(RealSystemd.VISITOR);
    RecipeDriver driver = new RecipeDriver(backend, own, host, TestTime.real());
    backend.authorise(own, host, TIMEOUT);
    List<MemberState> up = driver.perform(backend.recipe(Action.START, own, driver.observe()));
    Recipe restart = backend.recipe(Action.RESTART, own, up);
    assertEquals(
        List.of("systemctl --user --no-ask-password --no-block restart own.service"),
        effects(restart));
    List<MemberState> anew = driver.perform(restart);
    assertNotEquals(up.getFirst().identity(), anew.getFirst().identity());
    assertThrows(BackendException.class, () -> observe(new Settings("own", Map.of())));
  }

  @Test
  void sudoIsAskedBeforehand() {
    Settings database = new Settings("database", Map.of());
    Settings web = new Settings("web@1", Map.of());
    assertDoesNotThrow(() -> backend.authorise(database, systemd.host(), TIMEOUT));
    assertDoesNotThrow(() -> backend.authorise(web, systemd.host(RealSystemd.DEPLOYER), TIMEOUT));
    assertDoesNotThrow(
        () -> backend.authorise(database, systemd.host(RealSystemd.NARROW), TIMEOUT));
    for (RealSystemd.Account account : List.of(RealSystemd.NARROW, RealSystemd.VISITOR)) {
      BackendException error =
          assertThrows(
              BackendException.class, () -> backend.authorise(web, systemd.host(account), TIMEOUT));
      assertEquals(Code.B005, error.code());
      assertTrue(error.hint().orElse("").contains("NOPASSWD"), error::toString);
    }
  }

  @Test
  void theDoctorFindsIt() {
    List<Finding> findings = backend.diagnose(systemd.host(), TIMEOUT);
    assertEquals(4, findings.size(), findings::toString);
    assertTrue(
        findings.stream().allMatch(it -> it.answer() == Finding.Answer.YES), findings::toString);
    assertTrue(findings.get(1).detail().startsWith("systemd "), findings::toString);
    assertTrue(List.of("running", "degraded").contains(findings.get(2).detail()));
    Finding visitor = backend.diagnose(systemd.host(RealSystemd.VISITOR), TIMEOUT).getLast();
    assertEquals(Finding.Answer.UNKNOWN, visitor.answer());
  }

  private void assertRefusal(Action action, String service, String why) throws Exception {
    Settings settings = new Settings(service, Map.of());
    List<Remark> remarks = backend.remarks(action, settings, observe(settings));
    assertTrue(
        remarks.stream()
            .anyMatch(it ->
                it.kind() == Kind.REFUSAL && it.text().contains(why) && !it.repair().isBlank()),
        remarks::toString);
  }

  private MemberState missed(String service) {
    Settings settings = new Settings(service, Map.of());
    return assertThrows(GoalMissed.class, () -> perform(Action.RESTART, settings))
        .states()
        .getFirst();
  }

  private List<String> remarks(Action action, Settings settings) throws BackendException {
    return backend.remarks(action, settings, observe(settings)).stream()
        .map(remark -> remark.member() + " " + remark.text())
        .toList();
  }

  private List<MemberState> perform(Action action, Settings settings)
      throws BackendException, GoalMissed {
    return driver(settings).perform(backend.recipe(action, settings, observe(settings)));
  }

  private List<MemberState> observe(Settings settings) throws BackendException {
    return backend.observe(settings, systemd.host(), TIMEOUT);
  }

  private List<String> tail(Settings settings) {
    String member = settings.service() + ".service";
    return backend.logTail(settings, member, 10, systemd.host(), TIMEOUT);
  }

  private RecipeDriver driver(Settings settings) {
    return new RecipeDriver(backend, settings, systemd.host(), TestTime.real());
  }

  private static Effect effect(Recipe recipe, int index) {
    return recipe.stages().getFirst().effects().get(index);
  }

  private static List<String> effects(Recipe recipe) {
    return recipe.stages().stream()
        .flatMap(stage -> stage.effects().stream())
        .map(Effect::shown)
        .toList();
  }

  private static List<String> names(List<MemberState> states) {
    return states.stream().map(MemberState::member).toList();
  }

  private static Settings settings(String service, String unit) {
    return new Settings(service, Map.of("unit", new StringValue(unit)));
  }
}
