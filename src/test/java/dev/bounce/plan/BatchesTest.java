package dev.bounce.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.diag.Code;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.value.Value;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.WordValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches, floors, tolerance and order of a phase. */
final class BatchesTest {
  private static Value count(String text) {
    return text.endsWith("%")
        ? new PercentValue(new BigDecimal(text.substring(0, text.length() - 1)))
        : new IntegerValue(Long.parseLong(text));
  }

  private static Batches<Integer> batches(int total, Value by, Optional<Value> canary)
      throws EvaluationException {
    return Batches.of(IntStream.range(0, total).boxed().toList(), by, canary);
  }

  private static List<Integer> sizes(int total, Value by, Optional<Value> canary)
      throws EvaluationException {
    Batches<Integer> batches = batches(total, by, canary);
    List<Integer> together = new ArrayList<>();
    batches.all().forEach(together::addAll);
    assertEquals(IntStream.range(0, total).boxed().toList(), together);
    return batches.all().stream().map(List::size).toList();
  }

  private static List<Integer> sizes(int total, Value by) throws EvaluationException {
    return sizes(total, by, Optional.empty());
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
  @CsvSource({
    "8, 2, 25%, '[2, 2, 2, 2]'",
    "8, 1, 50%, '[1, 4, 3]'",
    "8, 1%, 4, '[1, 4, 3]'",
    "2, 5, 1, '[2]'",
    "0, 1, 1, '[]'"
  })
  void theCanaryIsABatchOfItsOwn(int total, String canary, String by, String sizes)
      throws Exception {
    assertEquals(sizes, sizes(total, count(by), Optional.of(count(canary))).toString());
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "0%"})
  void anEmptyBatchIsRefused(String size) {
    for (Optional<Value> canary : List.of(Optional.<Value>empty(), Optional.of(count(size)))) {
      Value by = canary.isPresent() ? count("1") : count(size);
      assertEquals(
          Code.P012, assertThrows(EvaluationException.class, () -> sizes(4, by, canary)).code());
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 75%, 3", "5, 75%, 4", "3, 50%, 2", "4, 0, 0", "4, 2, 2", "3, 100%, 3"})
  void aShareOfTheFloorIsRoundedUp(int total, String keeping, int floor) throws Exception {
    assertEquals(floor, Shares.floor(total, count(keeping)));
  }

  @ParameterizedTest
  @CsvSource({"4, 25%, 1", "5, 25%, 1", "3, 10%, 0", "4, 0, 0", "4, 2, 2"})
  void aShareOfTheToleranceIsRoundedDown(int total, String tolerating, int most) throws Exception {
    assertEquals(most, Shares.tolerated(total, count(tolerating)));
  }

  @ParameterizedTest
  @CsvSource({
    "4, 1, , 0, 1",
    "4, 1, , 1, 2",
    "4, 1, , 9, 4",
    "4, 2, , 1, 3",
    "4, 4, , 2, 4",
    "4, 1, 1, 9, 3",
    "4, 3, 1, 2, 3"
  })
  void whatFailedIsDownWhileTheNextBatchesAre(
      int total, String by, String canary, int tolerated, int down) throws Exception {
    Optional<Value> first = Optional.ofNullable(canary).map(BatchesTest::count);
    assertEquals(down, batches(total, count(by), first).mostDown(tolerated));
  }

  @Test
  void aBatchThatBreaksTheFloorIsRefused() throws Exception {
    Batches<Integer> batches = new Batches<>(List.of(List.of(1), List.of(2, 3)), false);
    batches.checkFloor(4, 2, 0);
    assertEquals(Code.P014, refusal(batches, 3, 0).code());
    assertEquals(Code.P014, refusal(batches, 2, 1).code());
  }

  private static EvaluationException refusal(Batches<Integer> batches, int floor, int tolerated) {
    return assertThrows(EvaluationException.class, () -> batches.checkFloor(4, floor, tolerated));
  }

  @Test
  void theOldestGoesFirstAndWhatDoesNotRunBeforeIt() throws Exception {
    List<MemberState> states =
        List.of(
            started("web:0", Optional.of("2026-01-02T00:00:00Z")),
            started("web:1", Optional.of("2026-01-01T00:00:00Z")),
            started("web:2", Optional.empty()));
    Selection all = new Selection("web", List.of());
    assertEquals(List.of("web:2", "web:1", "web:0"), names(MemberOrder.OLDEST.sorted(states, all)));
    assertEquals(names(states), names(MemberOrder.GIVEN.sorted(states, all)));
  }

  @Test
  void membersGoAsTheTargetNamesThem() throws Exception {
    List<MemberState> states =
        List.of(started("web:0", Optional.empty()), started("web:1", Optional.empty()));
    Selection backwards =
        new Selection(
            "web", List.of(new MemberValue("web", "web:1", 1), new MemberValue("web", "web:0", 0)));
    assertEquals(List.of("web:1", "web:0"), names(MemberOrder.GIVEN.sorted(states, backwards)));
  }

  @Test
  void whoIsIdleGoesFirstAndWhatDoesNotRunBeforeIt() throws Exception {
    MemberOrder idle = MemberOrder.of(new WordValue("idle"));
    Selection all = new Selection("web", List.of());
    Optional<String> up = Optional.of("2026-01-01T00:00:00Z");
    List<MemberState> states =
        List.of(
            started("web:0", up).withRequests(2),
            started("web:1", up).withRequests(0),
            started("web:2", Optional.empty()),
            started("web:3", up).withRequests(0));
    assertEquals(List.of("web:2", "web:1", "web:3", "web:0"), names(idle.sorted(states, all)));
    EvaluationException refusal =
        assertThrows(
            EvaluationException.class, () -> idle.sorted(List.of(started("web:4", up)), all));
    assertEquals(Code.C029, refusal.code());
    assertTrue(refusal.message().contains("web:4"), refusal.message());
    assertEquals(
        Code.P012,
        assertThrows(EvaluationException.class, () -> MemberOrder.of(new WordValue("any"))).code());
  }

  private static MemberState started(String member, Optional<String> at) {
    Condition condition = at.isPresent() ? Condition.RUNNING : Condition.STOPPED;
    return new MemberState(member, condition, Optional.empty(), at.map(Instant::parse), "");
  }

  private static List<String> names(List<MemberState> states) {
    return states.stream().map(MemberState::member).toList();
  }
}
