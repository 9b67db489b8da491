package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Settings;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.contract.RecipeDriver;
import dev.bounce.contract.TestTime;
import dev.bounce.diag.Code;
import dev.bounce.host.CommandLine;
import dev.bounce.host.Host;
import dev.bounce.host.RunningProcess;
import dev.bounce.testbed.Eventually;
import dev.bounce.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds of processes that somebody else starts, wherever they run. */
public abstract class FoundProcessesCases {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Stands in the command lines of this test, and of nothing else on the machine. */
  private final String mark = "34" + ThreadLocalRandom.current().nextInt(100_000, 999_999);

  /** Returns where they run. */
  protected abstract Host host();

  /** Returns a folder there for the files of a test. */
  protected abstract Path folder();

  private ProcessBackend backend() {
    return new ProcessBackend(folder());
  }

  /** Starts a script there, as something else than bounce. */
  protected abstract void begin(String script) throws Exception;

  @AfterEach
  void endAll() throws Exception {
    for (RunningProcess process : host().processes()) {
      if (process.arguments().toString().contains(mark)
          && process.arguments().getFirst().matches("sh|sleep")) {
        host().signal(process.identity(), "KILL");
      }
    }
  }

  private Settings settings(Object... more) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("log", new Value.StringValue(folder().resolve("app.log").toString()));
    values.put("grace", new Value.DurationValue(Duration.ofSeconds(4)));
    for (int i = 0; i < more.length; i += 2) {
      values.put((String) more[i], (Value) more[i + 1]);
    }
    return new Settings("app", values);
  }

  private Value match() {
    return new Value.StringValue("(sh|sleep) .*" + mark);
  }

  private static Value command(String script) {
    return new Value.ListValue(
        List.of(
            new Value.StringValue("sh"),
            new Value.StringValue("-c"),
            new Value.StringValue(script)));
  }

  private RecipeDriver driver(Settings settings) {
    return new RecipeDriver(backend(), settings, host(), TestTime.real());
  }

  private MemberState state(Settings settings) throws BackendException {
    List<MemberState> states = backend().observe(settings, host(), TIMEOUT);
    assertEquals(1, states.size());
    return states.getFirst();
  }

  private Recipe recipe(Action action, Settings settings) throws BackendException {
    return backend().recipe(action, settings, List.of(state(settings)));
  }

  private long living() throws Exception {
    return host().processes().stream()
        .filter(it -> it.arguments().equals(List.of("sleep", mark)))
        .count();
  }

  @Test
  void allOfThemAreRestarted() throws Exception {
    Settings settings =
        settings(
            "match", match(), "command", command("sleep %s & exec sleep %s".formatted(mark, mark)));
    assertEquals(Condition.STOPPED, state(settings).condition());
    begin("sleep %s & sleep %s & wait".formatted(mark, mark));
    Eventually.holds(() -> "both run", () -> living() == 2);
    MemberState before = state(settings);
    assertEquals(Condition.RUNNING, before.condition());
    assertTrue(before.identity().orElseThrow().shown().endsWith(" and 2 more"), before::toString);
    Recipe recipe = recipe(Action.RESTART, settings);
    assertEquals(3, recipe.stages().getFirst().effects().size());
    MemberState after = driver(settings).perform(recipe).getFirst();
    assertNotEquals(before.identity(), after.identity());
    driver(settings).awaitStable(List.of(after));
    Eventually.holds(() -> "both run", () -> living() == 2);
    assertEquals(List.of(), recipe(Action.START, settings).stages());
    driver(settings).perform(recipe(Action.STOP, settings));
    assertEquals(0, living());
  }

  @Test
  void whatIsStartedMeanwhileIsAskedToo() throws Exception {
    Settings settings = settings("match", match());
    // It answers the first TERM with another process, and ends at the second.
    begin(
        """
        trap 'trap "exit 0" TERM; sleep %1$s & wait' TERM
        sleep %1$s & wait; wait
        """
            .formatted(mark));
    Eventually.holds(() -> "it runs", () -> living() == 1);
    Recipe recipe = recipe(Action.STOP, settings);
    List<MemberState> down = driver(settings).perform(recipe);
    assertEquals(Condition.STOPPED, down.getFirst().condition());
    assertEquals(0, living());
  }

  @Test
  void whatIgnoresTermIsKilled() throws Exception {
    Settings settings =
        settings("match", match(), "grace", new Value.DurationValue(Duration.ofMillis(600)));
    begin("trap '' TERM; sleep %s & while :; do sleep %s; done".formatted(mark, mark));
    Eventually.holds(() -> "it runs", () -> living() == 2);
    List<MemberState> down = driver(settings).perform(recipe(Action.STOP, settings));
    assertEquals(Condition.STOPPED, down.getFirst().condition());
  }

  @Test
  void aPidFileOfSomebodyElseIsBelieved() throws Exception {
    Path file = folder().resolve("app.pid");
    Settings settings = settings("pid", new Value.StringValue(file.toString()));
    assertEquals(Condition.STOPPED, state(settings).condition());
    begin("echo $$ >%s; exec sleep %s".formatted(file, mark));
    Eventually.holds(() -> "it runs", () -> living() == 1 && state(settings).isRunning());
    Effect effect = recipe(Action.STOP, settings).stages().getFirst().effects().getFirst();
    assertTrue(effect.shown().matches("signal TERM to pid \\d+"), effect::shown);
    driver(settings).perform(recipe(Action.STOP, settings));
    assertEquals(0, living());
    assertEquals(Condition.STOPPED, state(settings).condition());
  }

  private void shell(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    assertEquals(0, host().execute(CommandLine.of(command), TIMEOUT, _ -> {}).exitCode());
  }

  @Test
  void aPidFileThatCannotBeOfItIsNot() throws Exception {
    Path file = folder().resolve("other.pid");
    Settings settings = settings("pid", new Value.StringValue(file.toString()));
    begin("echo $$ >%s; exec sleep %s".formatted(file, mark));
    Eventually.holds(() -> "it runs", () -> living() == 1 && state(settings).isRunning());
    shell("touch -d '2020-01-01 00:00:00' \"$1\"", file.toString());
    assertEquals(Condition.STOPPED, state(settings).condition());
    shell("touch \"$1\"; chown 1000 \"$1\"", file.toString());
    assertUnbelieved(settings);
    shell("chown 0 \"$1\"; chmod 666 \"$1\"", file.toString());
    assertUnbelieved(settings);
    shell("chmod 600 \"$1\"; echo 12 34 >\"$1\"", file.toString());
    assertUnbelieved(settings);
    assertEquals(1, living());
  }

  private void assertUnbelieved(Settings settings) {
    BackendException error = assertThrows(BackendException.class, () -> state(settings));
    assertEquals(Code.B007, error.code());
  }

  @Test
  void withoutACommandNothingIsStoppedThatWouldHaveToStartAgain() throws Exception {
    Settings settings = settings("match", match());
    List<Remark> remarks = backend().remarks(Action.RESTART, settings, List.of(state(settings)));
    assertEquals(Remark.Kind.REFUSAL, remarks.getFirst().kind());
    assertEquals(List.of(), backend().remarks(Action.STOP, settings, List.of(state(settings))));
  }

  @Test
  void whatDoesNotComeUpIsTold() throws Exception {
    Settings settings =
        settings(
            "match",
            match(),
            "start-within",
            new Value.DurationValue(Duration.ofSeconds(1)),
            "command",
            command("echo no database; exit 3"));
    ProcessBackend backend = backend();
    new RecipeDriver(backend, settings, host(), TestTime.real())
        .send(recipe(Action.START, settings).stages().getFirst().effects().getFirst());
    Eventually.holds(
        () -> "its end is seen",
        () -> {
          MemberState state = backend.observe(settings, host(), TIMEOUT).getFirst();
          return state.condition() == Condition.FAILED
              && state.detail().contains("exit code 3 (no database)");
        });
    assertEquals(List.of("no database"), backend.logTail(settings, "app", 3, host(), TIMEOUT));
    assertEquals(Condition.STOPPED, state(settings).condition()); // another bounce cannot know
    Settings none =
        settings(
            "match",
            match(),
            "command",
            new Value.ListValue(List.of(new Value.StringValue("/no/such/command"))));
    BackendException error =
        assertThrows(
            BackendException.class, () -> driver(none).perform(recipe(Action.START, none)));
    assertEquals(Code.B006, error.code());
    assertFalse(error.why().orElse("").isBlank());
  }
}
