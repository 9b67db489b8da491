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
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets, batches, floors and settings. */
final class ExpansionTest {
  private static final Value WEB = new ServiceValue("web");
  private static final Value WORKERS = new ServiceValue("workers");

  private static Value count(String text) {
    return text.endsWith("%")
        ? new PercentValue(new BigDecimal(text.substring(0, text.length() - 1)))
        : new IntegerValue(Long.parseLong(text));
  }

  private static List<Integer> sizes(int total, Value by) throws EvaluationException {
    List<Integer> elements = IntStream.range(0, total).boxed().toList();
    List<List<Integer>> batches = Expansion.batches(elements, by);
    List<Integer> together = new ArrayList<>();
    batches.forEach(together::addAll);
    assertEquals(elements, together);
    return batches.stream().map(List::size).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "4, 1, '[1, 1, 1, 1]'",
    "5, 2, '[2, 2, 1]'",
    "3, 9, '[3]'",
    "4, 25%, '[1, 1, 1, 1]'",
    "7, 25%, '[1, 1, 1, 1, 1, 1, 1]'",
    "8, 30%, '[2, 2, 2, 2]'",
    "3, 1%, '[1, 1, 1]'",
    "4, 100%, '[4]'",
    "0, 1, '[]'"
  })
  void batchesOfACountOrAShare(int total, String by, String sizes) throws Exception {
    assertEquals(sizes, sizes(total, count(by)).toString());
  }

  @Test
  void theLastEntryOfARampRepeats() throws Exception {
    Value ramp = new ListValue(List.of(count("1"), count("25%"), count("50%")));
    assertEquals(List.of(1, 2, 4, 1), sizes(8, ramp));
    assertEquals(
        List.of(1, 2, 4, 4, 1),
        sizes(8 + 4, new ListValue(List.of(count("1"), count("2"), count("4")))));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "0%"})
  void anEmptyBatchIsRefused(String by) {
    assertEquals(
        Code.P012, assertThrows(EvaluationException.class, () -> sizes(4, count(by))).code());
  }

  @ParameterizedTest
  @CsvSource({"4, 75%, 3", "5, 75%, 4", "3, 50%, 2", "4, 0, 0", "4, 2, 2", "3, 100%, 3"})
  void aShareOfTheFloorIsRoundedUp(int total, String keeping, int floor) throws Exception {
    assertEquals(floor, Expansion.floor(total, count(keeping)));
  }

  @Test
  void aBatchThatBreaksTheFloorIsRefused() throws Exception {
    Expansion.checkFloor(4, List.of(List.of(1), List.of(2, 3)), 2);
    EvaluationException refusal =
        assertThrows(
            EvaluationException.class,
            () -> Expansion.checkFloor(4, List.of(List.of(1), List.of(2, 3)), 3));
    assertEquals(Code.P014, refusal.code());
  }

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
