package dev.bounce.backend.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.MemberState.Patience;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.diag.Code;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.RawServer;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SupervisorBackendTest {
  private static final Settings WEB =
      new Settings("web", Map.of("server", new StringValue("unix:///s")));
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final SupervisorBackend backend = new SupervisorBackend();

  @Test
  void aRestartIsInLockStepInTheOrderGiven() {
    Recipe recipe =
        backend.recipe(
            Action.RESTART,
            WEB,
            List.of(
                state("c", Condition.RUNNING),
                state("a", Condition.FAILED),
                state("b", Condition.RETRYING)));
    assertEquals(
        List.of(
            "supervisor.stopProcess(c, false) on unix:///s",
            "supervisor.stopProcess(b, false) on unix:///s"),
        shown(recipe, 0));
    assertEquals(Goal.DOWN, recipe.stages().get(0).goal());
    assertEquals(
        List.of(
            "supervisor.startProcess(c, false) on unix:///s",
            "supervisor.startProcess(a, false) on unix:///s",
            "supervisor.startProcess(b, false) on unix:///s"),
        shown(recipe, 1));
    assertEquals(Goal.UP_ANEW, recipe.stages().get(1).goal());
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, true, 1",
    "RUNNING, true, 0",
    "STARTING, true, 1",
    "STOPPING, true, 2",
    "RETRYING, true, 1",
    "STOPPED, false, 1",
    "FAILED, false, 1",
  })
  void effectsAreThoseThatCanBeNeeded(Condition condition, boolean stops, int startStages) {
    List<MemberState> members = List.of(state("a", condition));
    assertEquals(stops ? 1 : 0, backend.recipe(Action.STOP, WEB, members).stages().size());
    assertEquals(startStages, backend.recipe(Action.START, WEB, members).stages().size());
    assertEquals(stops ? 2 : 1, backend.recipe(Action.RESTART, WEB, members).stages().size());
  }

  @Test
  void boundsAreLongerThanThePatienceOfSupervisord() {
    Patience patience = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(360));
    MemberState patient =
        new MemberState("b", Condition.RUNNING, Optional.empty(), Optional.empty(), "")
            .withPatience(patience);
    List<MemberState> unknown = List.of(state("a", Condition.RUNNING));
    List<MemberState> members = List.of(state("a", Condition.RUNNING), patient);
    assertEquals(List.of(60L, 60L), bounds(WEB, unknown));
    assertEquals(List.of(370L, 90L), bounds(WEB, members));
    Map<String, Value> values = new LinkedHashMap<>(WEB.values());
    values.put("stop-within", new DurationValue(Duration.ofSeconds(5)));
    values.put("start-within", new DurationValue(Duration.ofSeconds(6)));
    assertEquals(List.of(5L, 6L), bounds(new Settings("web", values), members));
  }

  @Test
  void whoHasNotEndedInTimeGetsKill() {
    List<MemberState> members = List.of(state("a", Condition.RUNNING));
    Map<String, Value> values = new LinkedHashMap<>(WEB.values());
    values.put("kill-after", new DurationValue(Duration.ofSeconds(3)));
    Stage stop =
        backend.recipe(Action.RESTART, new Settings("web", values), members).stages().getFirst();
    assertEquals(Duration.ofSeconds(3), stop.within());
    Effect kill = stop.escalation().orElseThrow().effects().getFirst();
    assertTrue(kill.shown().contains("signalProcess"), kill::shown);
    values.put("kill-after", new DurationValue(Duration.ZERO));
    Recipe patient = backend.recipe(Action.STOP, new Settings("web", values), members);
    assertTrue(patient.stages().getFirst().escalation().isEmpty());
  }

  @Test
  void aReloadIsNotOffered() {
    assertFalse(backend.actions().contains(Action.RELOAD));
    assertThrows(
        IllegalArgumentException.class, () -> backend.recipe(Action.RELOAD, WEB, List.of()));
  }

  @Test
  void anEffectOfAnotherServiceIsNotCarriedOut() {
    Effect effect =
        backend
            .recipe(Action.STOP, WEB, List.of(state("a", Condition.RUNNING)))
            .stages()
            .getFirst()
            .effects()
            .getFirst();
    Settings other = new Settings("web", Map.of("server", new StringValue("unix:///t")));
    assertThrows(
        IllegalArgumentException.class,
        () -> backend.carryOut(effect, other, new LocalHost(), TIMEOUT));
  }

  @ParameterizedTest
  @CsvSource({
    "startProcess, 60, ",
    "startProcess, 50, ",
    "startProcess, 40, ",
    "startProcess, 20, B006",
    "startProcess, 21, B006",
    "startProcess, 70, B004",
    "startProcess, 6, B004",
    "stopProcess, 70, ",
    "stopProcess, 60, B004",
    "stopProcess, 30, B004",
  })
  void faults(String method, int fault, Code code, @TempDir Path folder) throws Exception {
    String answer =
        "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>"
            + fault
            + "</int></value></member><member><name>faultString</name><value>WHY: a</value>"
            + "</member></struct></value></fault></methodResponse>";
    Optional<BackendException> error = carryOut(folder, method, http("200 OK", answer));
    assertEquals(Optional.ofNullable(code), error.map(BackendException::code));
    if (error.isPresent()) {
      assertTrue(error.get().why().orElse("").contains("WHY: a"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401 Unauthorized, B002",
    "403 Forbidden, B005",
    "404 Not found, B004",
    "500 Internal error, B004",
    "200 OK, B008",
  })
  void answersThatAreNone(String status, Code code, @TempDir Path folder) throws Exception {
    Optional<BackendException> error =
        carryOut(folder, "stopProcess", http(status, "<html>sorry</html>"));
    assertEquals(Optional.of(code), error.map(BackendException::code));
    BackendException found = error.orElseThrow();
    String shown = found.message() + found.why() + found.hint();
    assertTrue(found.message().contains("unix://"), shown);
    assertFalse(shown.contains("sesame"), shown);
  }

  @Test
  void aServerThatIsNotSupervisordIsUnreadable(@TempDir Path folder) throws Exception {
    assertEquals(
        Optional.of(Code.B008),
        carryOut(folder, "stopProcess", "220 smtp ready\r\n").map(BackendException::code));
    assertEquals(
        Optional.of(Code.B001), carryOut(folder, "stopProcess", "").map(BackendException::code));
  }

  private Optional<BackendException> carryOut(Path folder, String method, String answer)
      throws Exception {
    Path socket = folder.resolve("s" + answer.hashCode());
    Settings settings =
        new Settings(
            "web",
            Map.of(
                "server", new StringValue("unix://" + socket),
                "username", new StringValue("ann"),
                "password", new SecretValue("sesame")));
    try (RawServer _ = RawServer.unix(socket, RawServer.answering(answer))) {
      Effect effect =
          new Effect.RemoteCall(
              "a", AccessFinder.planned(settings), "supervisor." + method, List.of("a", false));
      backend.carryOut(effect, settings, new LocalHost(), TIMEOUT);
      return Optional.empty();
    } catch (BackendException e) {
      return Optional.of(e);
    }
  }

  private static String http(String status, String body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private List<Long> bounds(Settings settings, List<MemberState> members) {
    return backend.recipe(Action.RESTART, settings, members).stages().stream()
        .map(stage -> stage.within().toSeconds())
        .toList();
  }

  private static List<String> shown(Recipe recipe, int stage) {
    return recipe.stages().get(stage).effects().stream().map(Effect::shown).toList();
  }

  private static MemberState state(String member, Condition condition) {
    return new MemberState(member, condition, Optional.empty(), Optional.empty(), "");
  }
}
