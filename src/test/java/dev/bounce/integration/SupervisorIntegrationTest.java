package dev.bounce.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.MemberState.Patience;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.supervisor.SupervisorBackend;
import dev.bounce.contract.RecipeDriver;
import dev.bounce.contract.RecipeDriver.GoalMissed;
import dev.bounce.contract.TestTime;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.RecordingProxy;
import dev.bounce.value.Value;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens with programs that behave badly, and what goes over the wire. */
@Tag("integration")
final class SupervisorIntegrationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String PASSWORD = "open sesame";

  private static Path folder;
  private static RealSupervisor supervisor;

  private final SupervisorBackend backend = new SupervisorBackend();
  private final Host host = new LocalHost();

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    supervisor = RealSupervisor.startGuarded(folder.resolve("s"), "ann", PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    if (supervisor != null) {
      supervisor.close();
    }
  }

  @Test
  void thePlannedEffectsAreExactlyThoseThatAreSent() throws Exception {
    List<String> planned = new ArrayList<>();
    try (RecordingProxy proxy =
        RecordingProxy.start(folder.resolve("proxy.sock"), supervisor.socket())) {
      Settings settings = settings("workers", "server", "unix://" + proxy.socket());
      RecipeDriver driver = driver(settings);
      for (Action action : List.of(Action.RESTART, Action.STOP, Action.START)) {
        Recipe recipe = backend.recipe(action, settings, driver.observe());
        recipe.stages().forEach(stage -> stage.effects().forEach(it -> planned.add(sent(it))));
        driver.perform(recipe);
        backend.logTail(settings, "workers:worker-0", 3, host, TIMEOUT);
      }
      assertEquals(planned, proxy.changes());
      assertEquals("supervisor.stopProcess(workers:worker-0, false)", planned.getFirst());
      assertEquals(16, planned.size());
    }
  }

  @Test
  void theServerIsFoundThroughTheConfiguration() throws Exception {
    Settings settings =
        new Settings(
            "web", Map.of("config", new StringValue(supervisor.configuration().toString())));
    assertEquals(List.of("web:admin", "web:front"), names(driver(settings).observe()));
    RecipeDriver driver = driver(settings);
    Recipe recipe = backend.recipe(Action.RESTART, settings, driver.observe());
    assertTrue(
        recipe.stages().getFirst().effects().getFirst().shown().contains("supervisord.conf"));
    List<MemberState> before = driver.observe();
    assertNotEquals(identities(before), identities(driver.perform(recipe)));
  }

  @Test
  void oneProgramOfAGroupIsRestarted() throws Exception {
    RecipeDriver group = driver(settings("web"));
    List<MemberState> before = group.observe();
    Settings front = settings("web:front");
    driver(front).perform(backend.recipe(Action.RESTART, front, driver(front).observe()));
    List<MemberState> after = group.observe();
    assertEquals(before.getFirst().identity(), after.getFirst().identity());
    assertNotEquals(before.getLast().identity(), after.getLast().identity());
  }

  @Test
  void whatIsConfiguredIsKnownAsPatience() throws Exception {
    MemberState state = driver(settings("workers")).observe().getFirst();
    assertEquals(
        Optional.of(new Patience(Duration.ofSeconds(1), Duration.ofSeconds(20))), state.patience());
    Instant started = state.startedAt().orElseThrow();
    assertFalse(started.isAfter(Instant.now()));
    assertTrue(started.isAfter(Instant.now().minusSeconds(300)));
  }

  @Test
  void aProgramThatEndsAtOnceIsTriedAgainAndThenFatal() throws Exception {
    Settings broken = settings("broken");
    GoalMissed missed = assertThrows(GoalMissed.class, () -> startOf(broken));
    assertEquals(Condition.RETRYING, missed.states().getFirst().condition());
    assertTrue(missed.states().getFirst().detail().startsWith("BACKOFF: Exited too quickly"));
    MemberState fatal = await(broken, it -> it.condition() == Condition.FAILED);
    assertTrue(fatal.detail().startsWith("FATAL: Exited too quickly"), fatal.detail());
    assertEquals(
        "no such database", backend.logTail(broken, "broken", 1, host, TIMEOUT).getFirst());
  }

  @Test
  void aStopEndsTheRetries() throws Exception {
    Settings early = settings("early");
    GoalMissed missed = assertThrows(GoalMissed.class, () -> startOf(early));
    assertEquals(Condition.RETRYING, missed.states().getFirst().condition());
    RecipeDriver driver = driver(early);
    driver.perform(backend.recipe(Action.STOP, early, driver.observe()));
    assertEquals(Condition.STOPPED, driver.observe().getFirst().condition());
    assertTrue(backend.logTail(early, "early", 5, host, TIMEOUT).contains("early end"));
  }

  @Test
  void aProgramThatDiesInItsStableWindowIsNotBelieved() throws Exception {
    Settings hasty = settings("hasty");
    List<MemberState> up = startOf(hasty);
    assertEquals(Condition.RUNNING, up.getFirst().condition());
    assertThrows(GoalMissed.class, () -> driver(hasty).awaitStable(up));
    MemberState dead = driver(hasty).observe().getFirst();
    assertEquals(Condition.FAILED, dead.condition());
    assertEquals("EXITED: exit status 1", dead.detail());
  }

  @Test
  void aMissingProgramIsRefused() {
    Settings nospawn = settings("nospawn");
    BackendException error = assertThrows(BackendException.class, () -> startOf(nospawn));
    assertEquals(Code.B006, error.code());
    assertTrue(error.why().orElse("").contains("no-such-command"), error::toString);
  }

  @Test
  void aStubbornProgramIsKilledBySupervisordAndSoStopped() throws Exception {
    Settings stubborn = settings("stubborn");
    List<MemberState> up = startOf(stubborn);
    RecipeDriver driver = driver(stubborn);
    Recipe stop = backend.recipe(Action.STOP, stubborn, driver.observe());
    assertEquals(Duration.ofSeconds(12), stop.stages().getFirst().within());
    List<MemberState> down = driver.perform(stop);
    assertEquals(Condition.STOPPED, down.getFirst().condition());
    assertTrue(up.getFirst().identity().isPresent());
  }

  @Test
  void twentyProcessesAreRestartedTogether() throws Exception {
    Settings sleepers = settings("sleepers");
    RecipeDriver driver = driver(sleepers);
    List<MemberState> before = driver.observe();
    List<MemberState> after = driver.perform(backend.recipe(Action.RESTART, sleepers, before));
    assertEquals(20, after.size());
    Set<Identity> kept = identities(before);
    kept.retainAll(identities(after));
    assertEquals(Set.of(), kept);
  }

  @Test
  void aWrongPasswordIsB002AndNotShown() {
    BackendException wrong = refused(settings("web", "password", "wrong sesame"));
    assertEquals(Code.B002, wrong.code());
    assertFalse((wrong.message() + wrong.why() + wrong.hint()).contains("sesame"));
    BackendException none =
        refused(
            new Settings(
                "web", Map.of("server", new StringValue("unix://" + supervisor.socket()))));
    assertEquals(Code.B002, none.code());
    assertTrue(none.message().contains("asks for"));
  }

  @Test
  void anUnknownGroupIsSuggested() {
    BackendException error = refused(settings("wrokers"));
    assertEquals(Code.B003, error.code());
    assertTrue(error.hint().orElse("").startsWith("did you mean `workers`? it knows broken, "));
    BackendException start =
        assertThrows(
            BackendException.class,
            () ->
                driver(settings("web"))
                    .send(
                        backend
                            .recipe(
                                Action.START,
                                settings("web"),
                                List.of(MemberState.unknown("web:frnt")))
                            .stages()
                            .getFirst()
                            .effects()
                            .getFirst()));
    assertEquals(Code.B003, start.code());
    assertTrue(start.hint().orElse("").contains("web:front"));
  }

  @Test
  void aLogIsCutToWholeLinesAndCharacters() throws Exception {
    Path log = log("front");
    Files.writeString(log, "é\n".repeat(20_000) + "\u001b[31mlast\n");
    List<String> tail = backend.logTail(settings("web"), "web:front", 5000, host, TIMEOUT);
    assertEquals("␛[31mlast", tail.getLast());
    assertTrue(
        tail.size() > 1000 && tail.subList(0, tail.size() - 1).stream().allMatch("é"::equals));
    assertEquals(2, backend.logTail(settings("web"), "web:front", 2, host, TIMEOUT).size());
    assertEquals(List.of(), backend.logTail(settings("web"), "web:nobody", 2, host, TIMEOUT));
  }

  private static Path log(String program) throws Exception {
    try (var files = Files.list(folder.resolve("s"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(program + "-stdout"))
          .findFirst()
          .orElseThrow();
    }
  }

  private List<MemberState> startOf(Settings settings) throws BackendException, GoalMissed {
    RecipeDriver driver = driver(settings);
    return driver.perform(backend.recipe(Action.START, settings, driver.observe()));
  }

  private MemberState await(Settings settings, Predicate<MemberState> wanted) throws Exception {
    TestTime time = TestTime.real();
    Instant deadline = time.now().plusSeconds(10);
    MemberState state = driver(settings).observe().getFirst();
    while (!wanted.test(state)) {
      assertTrue(time.now().isBefore(deadline), state::toString);
      time.pause();
      state = driver(settings).observe().getFirst();
    }
    return state;
  }

  private BackendException refused(Settings settings) {
    return assertThrows(BackendException.class, () -> backend.observe(settings, host, TIMEOUT));
  }

  private RecipeDriver driver(Settings settings) {
    return new RecipeDriver(backend, settings, host, TestTime.real());
  }

  private static String sent(Effect effect) {
    return effect.shown().split(" on ", 2)[0];
  }

  private static List<String> names(List<MemberState> states) {
    return states.stream().map(MemberState::member).toList();
  }

  private static Set<Identity> identities(List<MemberState> states) {
    return states.stream().flatMap(state -> state.identity().stream()).collect(Collectors.toSet());
  }

  private static Settings settings(String service) {
    return settings(service, "server", "unix://" + supervisor.socket());
  }

  private static Settings settings(String service, String property, String text) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("server", new StringValue("unix://" + supervisor.socket()));
    values.put("username", new StringValue("ann"));
    values.put("password", new SecretValue(PASSWORD));
    values.put(
        property, property.equals("password") ? new SecretValue(text) : new StringValue(text));
    return new Settings(service, values);
  }
}
