package dev.bounce.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.MemberState;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.value.Value;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Targets and settings. */
final class ExpansionTest {
  private static final Value WEB = new ServiceValue("web");
  private static final Value WORKERS = new ServiceValue("workers");

  @Test
  void targetsNameEachServiceOnceInOrder() throws Exception {
    MemberValue first = new MemberValue("web", "web:0", 0);
    MemberValue second = new MemberValue("web", "web:1", 1);
    assertEquals(
        List.of(new Selection("web", List.of(second, first))),
        Expansion.selections(new ListValue(List.of(second, first, second))));
    assertEquals(
        List.of(new Selection("web", List.of()), new Selection("workers", List.of())),
        Expansion.selections(new ListValue(List.of(first, WORKERS, WEB, WEB))));
  }

  @Test
  void aTargetOfNothingIsRefused() {
    EvaluationException empty =
        assertThrows(
            EvaluationException.class, () -> Expansion.selections(new ListValue(List.of())));
    assertEquals(Code.P008, empty.code());
    EvaluationException wrong =
        assertThrows(EvaluationException.class, () -> Expansion.selections(new IntegerValue(3)));
    assertEquals(Code.P011, wrong.code());
    EvaluationException memberless =
        assertThrows(
            EvaluationException.class, () -> new Selection("web", List.of()).of(List.of()));
    assertEquals(Code.P008, memberless.code());
  }

  @Test
  void selectedMembersComeInTheOrderOfTheBackend() throws Exception {
    List<MemberState> all =
        List.of(MemberState.unknown("a"), MemberState.unknown("b"), MemberState.unknown("c"));
    Selection selection =
        new Selection(
            "web", List.of(new MemberValue("web", "c", 2), new MemberValue("web", "a", 0)));
    assertEquals(List.of("a", "c"), selection.of(all).stream().map(MemberState::member).toList());
    Selection absent = new Selection("web", List.of(new MemberValue("web", "z", 9)));
    EvaluationException refusal = assertThrows(EvaluationException.class, () -> absent.of(all));
    assertEquals(Code.P011, refusal.code());
    assertTrue(refusal.message().contains("a, b, c"), refusal.message());
  }

  @Test
  void settingsOfMembersStandBesideTheOthers() throws Exception {
    Formula port = new Formula.Attribute(new Formula.Variable("it"), "index");
    ServicePlan plan =
        new ServicePlan(
            "web",
            "web",
            "process",
            "local",
            Optional.empty(),
            Map.of("members", new Formula.Constant(new IntegerValue(2))),
            Map.of("port", port),
            List.of(),
            List.of(),
            Optional.empty());
    Observer nobody = new Nobody();
    Settings settings = Expansion.settings(plan, Map.of(), nobody);
    Settings all =
        Expansion.withMembers(settings, plan, List.of("web[0]", "web[1]"), Map.of(), nobody);
    assertEquals(
        Map.of(
            "members", new IntegerValue(2),
            "port@0", new IntegerValue(0),
            "port@1", new IntegerValue(1)),
        all.values());
    assertEquals(Optional.of(1L), all.member(1).number("port"));
  }

  /** Must not be asked. */
  private static final class Nobody implements Observer {
    @Override
    public Value call(String function, List<Value> arguments, Map<String, Value> named) {
      throw new AssertionError(function);
    }

    @Override
    public boolean isInState(Value target, String word) {
      throw new AssertionError(word);
    }

    @Override
    public Value attribute(Value object, String name) {
      return new StringValue(name);
    }

    @Override
    public Value member(Value service, long index) {
      throw new AssertionError(service);
    }
  }
}
