package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.sim.Fault;
import dev.bounce.diag.Code;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Observer;
import dev.bounce.plan.Step;
import dev.bounce.value.StateWords;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.MissingValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What formulas are answered about the world, during a run and after it. */
final class ObserverTest {
  private static final Value WEB = new ServiceValue("web");

  private final Simulation simulation =
      new Simulation().service("web", 3).environment(Map.of("HOME", "/home/me"));

  private Observer after(Step... steps) {
    Step root = Steps.block(steps);
    Runner runner = new Runner(simulation.reach(), List.of());
    Report report = runner.run(simulation.plan(root), "run", "digest", simulation.interruption);
    return runner.observer(simulation.plan(root), report);
  }

  private static Value member(int index) {
    return new MemberValue("web", "web:" + index, index);
  }

  private static Set<String> words(Observer observer, Value target) throws EvaluationException {
    Set<String> words = new TreeSet<>();
    for (String word : StateWords.ALL) {
      if (!word.equals("stale") && observer.isInState(target, word)) {
        words.add(word);
      }
    }
    return words;
  }

  @Test
  void beforeAnythingIsDone() throws Exception {
    assertEquals(Set.of("running", "healthy", "untouched"), words(after(), WEB));
  }

  @Test
  void whatWasDoneToAMember() throws Exception {
    simulation.world.fault("web", Optional.of(0), new Fault.IgnoresTerm());
    Observer observer =
        after(
            Steps.restart(Steps.member("web", 0)), Steps.act(Action.STOP, Steps.member("web", 1)));
    assertEquals(
        Set.of("running", "healthy", "touched", "started", "restarted", "killed"),
        words(observer, member(0)));
    assertEquals(Set.of("stopped", "touched"), words(observer, member(1)));
    assertEquals(Set.of("running", "healthy", "untouched"), words(observer, member(2)));
    assertEquals(Set.of("killed", "touched"), words(observer, WEB));
  }

  @Test
  void whatFailed() throws Exception {
    simulation.world.fault("web", Optional.of(1), new Fault.FailsStart(Fault.ALWAYS));
    Observer observer = after(Steps.restart(Steps.service("web")));
    assertEquals(Set.of("failed", "touched"), words(observer, member(1)));
    assertTrue(observer.isInState(WEB, "failed"));
    assertTrue(!observer.isInState(member(0), "failed"));
  }

  @Test
  void whatIsNotThere() throws Exception {
    simulation.service("ghost", 1);
    simulation.world.forget("ghost");
    Observer observer = after();
    assertTrue(observer.isInState(new ServiceValue("ghost"), "missing"));
    assertTrue(observer.isInState(member(7), "missing"));
    assertTrue(!observer.isInState(WEB, "missing"));
  }

  @Test
  void nothingTellsYetWhatIsStale() {
    EvaluationException refusal =
        assertThrows(EvaluationException.class, () -> after().isInState(WEB, "stale"));
    assertEquals(Code.C032, refusal.code());
  }

  @Test
  void membersAndTheirStates() throws Exception {
    simulation.world.crash("web", Optional.of(2));
    Observer observer = after();
    assertEquals(
        new ListValue(List.of(member(0), member(1), member(2))),
        observer.call("members", List.of(WEB), Map.of()));
    assertEquals(new IntegerValue(3), observer.call("len", List.of(WEB), Map.of()));
    assertEquals(
        new PercentValue(new BigDecimal("66.66667")),
        observer.call("capacity", List.of(WEB), Map.of()));
    assertEquals(member(1), observer.member(WEB, 1));
    assertEquals(
        Code.P011, assertThrows(EvaluationException.class, () -> observer.member(WEB, 3)).code());
    MapValue state = (MapValue) observer.call("state", List.of(member(0)), Map.of());
    assertEquals(new WordValue("running"), state.entries().get("condition"));
    assertTrue(state.entries().get("pid") instanceof IntegerValue);
    MapValue worst = (MapValue) observer.call("state", List.of(WEB), Map.of());
    assertEquals(new WordValue("failed"), worst.entries().get("condition"));
    assertEquals(new StringValue("crashed"), worst.entries().get("detail"));
  }

  @Test
  void filesLinksAndTheEnvironment() throws Exception {
    simulation.host.file("/srv/a.txt", "text");
    simulation.host.file("/srv/b.txt", "");
    simulation.host.link("/srv/current", "releases/1");
    Observer observer = after();
    assertEquals(text("/home/me"), ask(observer, "env", "HOME"));
    assertTrue(ask(observer, "env", "ABSENT") instanceof MissingValue);
    assertEquals(text("text"), ask(observer, "file", "/srv/a.txt"));
    assertTrue(ask(observer, "file", "/srv/z.txt") instanceof MissingValue);
    assertEquals(new BooleanValue(true), ask(observer, "exists", "/srv/a.txt"));
    assertEquals(new BooleanValue(false), ask(observer, "exists", "/srv/z.txt"));
    assertEquals(text("releases/1"), ask(observer, "link-target", "/srv/current"));
    assertEquals(text("/srv/releases/1"), ask(observer, "real-path", "/srv/current"));
    assertEquals(text("simulated"), ask(observer, "owner", "/srv/a.txt"));
    assertTrue(ask(observer, "owner", "/srv/z.txt") instanceof MissingValue);
    assertFalse(observer.isInState(text("what a file says"), "missing"));
    assertEquals(
        new ListValue(List.of(text("/srv/a.txt"), text("/srv/b.txt"))),
        ask(observer, "glob", "/srv/*.txt"));
  }

  @Test
  void addressesAndCommands() throws Exception {
    simulation.host.serve("http://api:81/", 404, "nobody");
    simulation.host.command(List.of("id"), "me\n", 4, Duration.ZERO);
    Observer observer = after(Steps.restart(Steps.member("web", 0)));
    assertEquals(
        Map.of(
            "ok", new BooleanValue(false),
            "status", new IntegerValue(404),
            "body", text("nobody")),
        ((MapValue) ask(observer, "http", "http://api:81/x")).entries());
    assertEquals(
        Map.of("ok", new BooleanValue(true)),
        ((MapValue) ask(observer, "tcp", "api:82")).entries());
    assertEquals(
        Map.of(
            "ok", new BooleanValue(false),
            "code", new IntegerValue(4),
            "output", text("me\n")),
        ((MapValue) observer.call("command", List.of(new ListValue(List.of(text("id")))), Map.of()))
            .entries());
    assertEquals(
        Code.C007,
        assertThrows(EvaluationException.class, () -> ask(observer, "tcp", "nonsense")).code());
  }

  private static Value ask(Observer observer, String function, String argument)
      throws EvaluationException {
    return observer.call(function, List.of(text(argument)), Map.of());
  }

  private static Value text(String text) {
    return new StringValue(text);
  }
}
