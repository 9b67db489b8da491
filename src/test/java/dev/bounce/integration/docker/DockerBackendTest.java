package dev.bounce.integration.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Finding;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Settings;
import dev.bounce.backend.docker.DockerBackend;
import dev.bounce.diag.Code;
import dev.bounce.health.BackendProbe;
import dev.bounce.host.LocalHost;
import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.RealDocker;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the backend docker sees, says and sends, on a real Docker Engine. */
@Tag("integration")
final class DockerBackendTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final LocalHost host = new LocalHost();
  private final DockerBackend backend = new DockerBackend(_ -> Optional.empty());
  private RealDocker docker;

  @BeforeEach
  void open() throws Exception {
    docker = RealDocker.open();
  }

  @AfterEach
  void close() throws Exception {
    docker.close();
  }

  private Settings settings(String service, Object... more) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("server", new StringValue(docker.host()));
    for (int i = 0; i < more.length; i += 2) {
      values.put((String) more[i], value(more[i + 1]));
    }
    return new Settings(service, values);
  }

  private static Value value(Object value) {
    return switch (value) {
      case Duration duration -> new DurationValue(duration);
      case List<?> list -> new ListValue(list.stream().map(DockerBackendTest::value).toList());
      default -> new StringValue(value.toString());
    };
  }

  private List<MemberState> observe(Settings settings) throws BackendException {
    return backend.observe(settings, host, TIMEOUT);
  }

  private MemberState one(Settings settings) throws BackendException {
    List<MemberState> states = observe(settings);
    assertEquals(1, states.size(), states::toString);
    return states.getFirst();
  }

  private void send(Recipe recipe, Settings settings) throws BackendException {
    for (Effect effect : recipe.stages().getFirst().effects()) {
      backend.carryOut(effect, settings, host, TIMEOUT);
    }
  }

  private void perform(Action action, Settings settings) throws BackendException {
    send(backend.recipe(action, settings, observe(settings)), settings);
  }

  private static List<String> names(List<MemberState> states) {
    return states.stream().map(MemberState::member).toList();
  }

  private static List<String> shown(Recipe recipe) {
    return recipe.stages().stream()
        .flatMap(stage -> stage.effects().stream())
        .map(Effect::shown)
        .toList();
  }

  private void polite(String name, String... options) throws Exception {
    docker.runScript(name, RealDocker.POLITE, options);
  }

  private void composed(String name, String project, String service, int number) throws Exception {
    polite(name, RealDocker.composed(project, service, number).toArray(String[]::new));
  }

  @Test
  void membersAreFoundByNameAndByLabel() throws Exception {
    composed("shop-api-10", "shop", "api", 10);
    composed("shop-api-2", "shop", "api", 2);
    composed("shop-db-1", "shop", "db", 1);
    polite("lone", "--label=tier=edge");
    assertEquals(
        List.of("shop-api-2", "shop-api-10"),
        names(observe(settings("api", "compose", "shop/api"))));
    assertEquals(
        List.of("shop-api-2", "shop-api-10", "shop-db-1"),
        names(observe(settings("all", "project", "shop"))));
    assertEquals(
        List.of("shop-db-1"),
        names(observe(settings("db", "project", "shop", "compose-service", "db"))));
    assertEquals(List.of("lone"), names(observe(settings("x", "label", "tier=edge"))));
    assertEquals(List.of("lone"), names(observe(settings("lone"))));
    assertEquals(
        List.of("shop-db-1", "lone"),
        names(observe(settings("x", "container", List.of("shop-db-1", "lone")))));
    assertEquals(
        List.of("shop-api-10"),
        names(observe(settings("x", "compose", "shop", "container", "shop-api-10"))));
  }

  @Test
  void whatIsNotThereIsSaidWithWhatIs() throws Exception {
    composed("shop-api-1", "shop", "api", 1);
    BackendException name =
        assertThrows(BackendException.class, () -> observe(settings("shop-api-2")));
    assertEquals(Code.B003, name.code());
    assertTrue(
        name.hint().orElse("").contains("did you mean `shop-api-1`?"), name.hint()::toString);
    BackendException label =
        assertThrows(BackendException.class, () -> observe(settings("web", "compose", "shop/web")));
    assertEquals(Code.B003, label.code());
    assertTrue(
        label.hint().orElse("").contains("shop-api-1 (compose shop/api)"), label.hint()::toString);
    String id = docker.inspect("shop-api-1", "{{.Id}}");
    assertThrows(BackendException.class, () -> observe(settings(id.substring(0, 12))));
  }

  @Test
  void aRestartKeepsTheContainer() throws Exception {
    composed("keep", "shop", "keep", 1);
    Settings settings = settings("keep", "stop-within", Duration.ofMillis(2500));
    String id = docker.inspect("keep", "{{.Id}}");
    MemberState before = one(settings);
    Recipe recipe = backend.recipe(Action.RESTART, settings, List.of(before));
    assertEquals(List.of("POST /containers/keep/restart?t=3 on " + docker.host()), shown(recipe));
    assertTrue(recipe.stages().getFirst().effects().getFirst().lasts());
    AtomicBoolean taken = new AtomicBoolean();
    backend.carryOut(
        recipe.stages().getFirst().effects().getFirst(),
        settings,
        host,
        TIMEOUT,
        () -> taken.set(true));
    assertTrue(taken.get());
    MemberState after = one(settings);
    assertNotEquals(before.identity(), after.identity());
    assertEquals(id, docker.inspect("keep", "{{.Id}}"));
    assertEquals(
        Instant.parse(docker.inspect("keep", "{{.State.StartedAt}}")),
        after.startedAt().orElseThrow());
    assertTrue(
        after.identity().orElseThrow().shown().matches("pid \\d+ started \\d\\d:\\d\\d:\\d\\dZ"),
        after::toString);
  }

  @Test
  void theContainersOwnPatienceIsUsed() throws Exception {
    polite("patient", "--stop-timeout=33");
    Settings settings = settings("patient");
    MemberState seen = one(settings);
    assertEquals(
        List.of("POST /containers/patient/stop?t=33 on " + docker.host()),
        shown(backend.recipe(Action.STOP, settings, List.of(seen))));
    MemberState unseen = MemberState.unknown("patient");
    assertEquals(
        List.of("POST /containers/patient/stop on " + docker.host()),
        shown(backend.recipe(Action.STOP, settings, List.of(unseen))));
  }

  @Test
  void oneThatIgnoresTermIsKilledInTime() throws Exception {
    docker.runScript("deaf", "trap '' TERM; while :; do sleep 1; done");
    Settings settings = settings("deaf", "stop-within", Duration.ofSeconds(1));
    MemberState before = one(settings);
    Instant began = Instant.now();
    perform(Action.RESTART, settings);
    Duration took = Duration.between(began, Instant.now());
    assertTrue(took.compareTo(Duration.ofSeconds(1)) >= 0, took::toString);
    assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, took::toString);
    assertNotEquals(before.identity(), one(settings).identity());
  }

  @Test
  void whatEndsBecauseItWasAskedToHasNotFailed() throws Exception {
    docker.runScript("ends", "trap 'exit 3' TERM QUIT; while :; do sleep 60 & wait $!; done");
    Settings settings = settings("ends");
    perform(Action.STOP, settings);
    MemberState asked = one(settings);
    assertEquals(Condition.STOPPED, asked.condition());
    assertEquals("exited with code 3", asked.detail());
    docker.runScript("fails", "echo no such database; sleep 0.1; exit 3");
    Settings failing = settings("fails");
    Eventually.holds(() -> "it failed", () -> one(failing).condition() == Condition.FAILED);
    assertEquals(List.of("no such database"), backend.logTail(failing, "fails", 5, host, TIMEOUT));
  }

  @Test
  void theStopSignalIsTheContainers() throws Exception {
    String script =
        "trap 'echo quits; exit 0' QUIT; trap '' TERM; while :; do sleep 9 & wait $!; done";
    docker.runScript("quits", script, "--stop-signal=QUIT");
    Settings settings = settings("quits", "stop-within", Duration.ofSeconds(20));
    perform(Action.STOP, settings);
    assertEquals("0", docker.inspect("quits", "{{.State.ExitCode}}"));
    assertEquals(List.of("quits"), backend.logTail(settings, "quits", 5, host, TIMEOUT));
  }

  @Test
  void theLogIsThatOfTheLastStartAlsoOfATerminal() throws Exception {
    for (String option : List.of("--tty=false", "--tty=true")) {
      String name = option.equals("--tty=true") ? "talks-tty" : "talks";
      String script =
          "echo life $(cat /tmp/n 2>/dev/null); echo second >/tmp/n; " + RealDocker.POLITE;
      docker.runScript(name, script, option);
      Settings settings = settings(name);
      perform(Action.RESTART, settings);
      Eventually.holds(
          () -> "it has spoken",
          () -> backend.logTail(settings, name, 10, host, TIMEOUT).size() == 2);
      List<String> tail = backend.logTail(settings, name, 10, host, TIMEOUT);
      assertEquals("life second", tail.getFirst().strip());
    }
  }

  @Test
  void whatCannotBeExecutedIsB006() throws Exception {
    docker.create("nothing", List.of(), "/no/such/command");
    Settings settings = settings("nothing");
    MemberState created = one(settings);
    assertEquals(Condition.STOPPED, created.condition());
    BackendException error =
        assertThrows(BackendException.class, () -> perform(Action.START, settings));
    assertEquals(Code.B006, error.code());
    assertTrue(error.why().orElse("").contains("/no/such/command"), error.why()::toString);
    assertEquals(Condition.FAILED, one(settings).condition());
  }

  @Test
  void oneThatTheEngineStartsAgainAndAgainIsRetrying() throws Exception {
    docker.runScript("loops", "echo no database; exit 4", "--restart=always");
    Settings settings = settings("loops");
    Eventually.holds(() -> "it is retried", () -> one(settings).condition() == Condition.RETRYING);
    perform(Action.STOP, settings);
    assertTrue(one(settings).condition().isDown());
  }

  @Test
  void aRestartOfWhatIsDownIsAStart() throws Exception {
    polite("down");
    Settings settings = settings("down");
    perform(Action.STOP, settings);
    MemberState down = one(settings);
    assertEquals(
        List.of("POST /containers/down/start on " + docker.host()),
        shown(backend.recipe(Action.RESTART, settings, List.of(down))));
  }

  @Test
  void healthCountsFromThisStartOnly() throws Exception {
    docker.runScript(
        "checked",
        RealDocker.POLITE,
        "--health-cmd=test -e /tmp/healthy || { echo not yet; exit 1; }",
        "--health-interval=200ms",
        "--health-retries=1");
    Settings settings = settings("checked");
    assertFalse(new BackendProbe().ask(host, one(settings)).ok());
    assertEquals(Condition.RUNNING, one(settings).condition());
    Eventually.holds(
        () -> "it is unhealthy", () -> one(settings).detail().equals("health unhealthy: not yet"));
    docker.shell("checked", "touch /tmp/healthy");
    Eventually.holds(() -> "it is healthy", () -> new BackendProbe().ask(host, one(settings)).ok());
    docker.shell("checked", "rm /tmp/healthy");
    perform(Action.RESTART, settings);
    // From here on no check has succeeded, whatever the Engine still shows.
    for (int i = 0; i < 40; i++) {
      MemberState state = one(settings);
      assertEquals(Condition.RUNNING, state.condition());
      assertEquals(Optional.of(false), state.healthy(), state::toString);
    }
    docker.shell("checked", "touch /tmp/healthy");
    Eventually.holds(() -> "it is healthy", () -> new BackendProbe().ask(host, one(settings)).ok());
    polite("unchecked");
    assertEquals(Optional.empty(), one(settings("unchecked")).healthy());
    assertTrue(new BackendProbe().ask(host, one(settings("unchecked"))).ok());
  }

  private List<Remark> remarks(Action action, Settings settings) throws BackendException {
    return backend.remarks(action, settings, observe(settings));
  }

  @Test
  void aPausedContainerIsRefused() throws Exception {
    polite("frozen");
    Settings settings = settings("frozen");
    assertEquals(List.of(), remarks(Action.RESTART, settings));
    docker.docker("pause", "frozen");
    Remark remark = remarks(Action.RESTART, settings).getFirst();
    assertEquals(Remark.Kind.REFUSAL, remark.kind());
    assertEquals("docker unpause frozen", remark.repair());
    assertFalse(one(settings).isRunning());
  }

  @Test
  void oneThatWouldVanishIsRefused() throws Exception {
    polite("passing", "--rm");
    Settings settings = settings("passing");
    assertEquals(Remark.Kind.REFUSAL, remarks(Action.STOP, settings).getFirst().kind());
    assertEquals(Remark.Kind.REFUSAL, remarks(Action.RESTART, settings).getFirst().kind());
    assertEquals(List.of(), remarks(Action.START, settings));
  }

  @Test
  void whoBorrowsItsNetworkIsNamed() throws Exception {
    polite("lender");
    polite("borrower", "--network=container:lender");
    Remark remark = remarks(Action.RESTART, settings("lender")).getFirst();
    assertEquals(Remark.Kind.WARNING, remark.kind());
    assertEquals("borrower uses the network of lender and loses it", remark.text());
    assertEquals(List.of(), remarks(Action.RESTART, settings("borrower")));
  }

  @Test
  void aSignalIsSentByTheEngine() throws Exception {
    docker.runScript(
        "hears",
        "trap 'echo hangs up' HUP; trap 'exit 0' TERM; while :; do sleep 9 & wait $!; done");
    Settings settings = settings("hears");
    Recipe recipe = backend.signal("HUP", settings, observe(settings));
    assertEquals(
        List.of("POST /containers/hears/kill?signal=HUP on " + docker.host()), shown(recipe));
    Eventually.holds(
        () -> "it listens",
        () -> {
          send(recipe, settings);
          return backend.logTail(settings, "hears", 9, host, TIMEOUT).contains("hangs up");
        });
  }

  @Test
  void theEnvironmentNamesTheEngine(@TempDir Path folder) throws Exception {
    polite("found");
    Settings plain = new Settings("found", Map.of());
    DockerBackend byVariable =
        new DockerBackend(
            name -> name.equals("DOCKER_HOST") ? Optional.of(docker.host()) : Optional.empty());
    assertEquals(List.of("found"), names(byVariable.observe(plain, host, TIMEOUT)));
    byVariable.authorise(plain, host, TIMEOUT);
    List<Finding> findings = byVariable.diagnose(host, TIMEOUT);
    assertTrue(
        findings.stream().allMatch(it -> it.answer() == Finding.Answer.YES), findings::toString);
    String nobody = "unix://" + folder.resolve("nobody.sock");
    BackendException absent =
        assertThrows(
            BackendException.class,
            () -> new DockerBackend(_ -> Optional.of(nobody)).observe(plain, host, TIMEOUT));
    assertEquals(Code.B001, absent.code());
    assertTrue(absent.hint().orElse("").contains("DOCKER_HOST"), absent.hint()::toString);
    for (String refused : List.of("ssh://ann@shop", "https://shop:2376", "/run/docker.sock")) {
      BackendException error =
          assertThrows(
              BackendException.class,
              () ->
                  new DockerBackend(name ->
                      name.equals("DOCKER_HOST") ? Optional.of(refused) : Optional.empty())
                      .observe(plain, host, TIMEOUT));
      assertEquals(Code.P012, error.code());
      assertTrue(error.hint().isPresent());
      List<Finding> said =
          new ArrayList<>(new DockerBackend(_ -> Optional.of(refused)).diagnose(host, TIMEOUT));
      assertEquals(Finding.Answer.NO, said.getFirst().answer());
    }
  }

  /**
   * Much more within the overlap than an answer holds, a line that is longer than one, and a
   * container beside it whose log cannot be read.
   */
  @Test
  void whatContainersWriteIsToldOnce() throws Exception {
    docker.runScript(
        "busy",
        "echo before; trap 'seq 1000000 1120000; head -c 2000000 /dev/zero | tr \"\\0\" x;"
            + " echo; echo done' USR1; while :; do sleep 0.05; done");
    docker.runScript("mute", "while :; do sleep 60; done", "--log-driver=none");
    Eventually.holds(() -> "it is up", () -> docker.docker("logs", "busy").contains("before"));
    Settings both = settings("both", "container", List.of("mute", "busy"));
    try (LogFollower logs =
        backend.follow(both, List.of("mute", "busy"), host, TIMEOUT).orElseThrow()) {
      docker.docker("kill", "--signal=USR1", "busy");
      Eventually.holds(
          () -> "all is written", () -> docker.docker("logs", "--tail=1", "busy").equals("done"));
      Set<String> troubled = new HashSet<>();
      List<String> lines = new ArrayList<>();
      long omitted = 0;
      boolean isMore = true;
      while (isMore) {
        isMore = false;
        for (LogPortion portion : logs.look(true, TIMEOUT)) {
          portion.trouble().ifPresent(_ -> troubled.add(portion.source()));
          lines.addAll(portion.lines());
          omitted += portion.omitted();
          isMore |= !portion.lines().isEmpty();
        }
      }
      assertEquals(Set.of("mute"), troubled);
      assertEquals("1000000", lines.getFirst());
      assertEquals("done", lines.getLast());
      assertEquals(Set.copyOf(lines).size(), lines.size());
      // 120001 numbers, the line that is too long, and the last one.
      assertEquals(120_003, lines.size() + omitted);
    }
  }
}
