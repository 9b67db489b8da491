package dev.bounce.backend.puma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Remark;
import dev.bounce.backend.puma.Facts.Answer;
import dev.bounce.host.ProcessIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What speaks against an action, by what was seen. */
final class ObjectionsTest {
  private static final ProcessIdentity PROCESS = new ProcessIdentity(4711, 99, -2);

  @Test
  void factsSurviveBeingWrittenAndRead() {
    Facts facts =
        new Facts(
            Optional.of(PROCESS),
            Optional.of("unix://@a"),
            Optional.of(Path.of("/c.pem")),
            Answer.NO,
            "because",
            Answer.YES,
            true,
            true);
    assertEquals(facts, Facts.of(state(Condition.RUNNING, facts)));
    assertEquals(Facts.NONE, Facts.of(state(Condition.RUNNING, Facts.NONE)));
  }

  @Test
  void onJrubyNothingIsHotAndNothingRolls() {
    MemberState state = state(Condition.RUNNING, facts(Answer.UNKNOWN, true, false));
    assertEquals(Remark.Kind.REFUSAL, only(Action.HOT_RESTART, state).kind());
    assertEquals(Remark.Kind.REFUSAL, only(Action.ROLL, state).kind());
    assertEquals(List.of(), remarks(Action.RESTART, state));
  }

  @Test
  void whatCannotReplaceItsWorkersIsRefusedAndTheWayOutNamed() {
    Remark remark = only(Action.ROLL, state(Condition.RUNNING, facts(Answer.NO, false, false)));
    assertEquals(Remark.Kind.REFUSAL, remark.kind());
    assertEquals("`restart web mode hot`", remark.repair());
    assertEquals(
        List.of(), remarks(Action.ROLL, state(Condition.RUNNING, facts(Answer.YES, false, false))));
  }

  @Test
  void whatNobodyKnowsIsSaid() {
    MemberState state = state(Condition.RUNNING, facts(Answer.UNKNOWN, false, false));
    assertEquals(Remark.Kind.WARNING, only(Action.ROLL, state).kind());
  }

  @Test
  void aPumaThatNobodyWouldStartAgain() {
    MemberState state = state(Condition.RUNNING, facts(Answer.YES, false, true));
    assertEquals(Remark.Kind.WARNING, only(Action.RESTART, state).kind());
    assertEquals(Remark.Kind.WARNING, only(Action.HOT_RESTART, state).kind());
    assertEquals(List.of(), remarks(Action.ROLL, state));
  }

  @Test
  void withoutAControlServerNobodySeesARefork() {
    MemberState state = state(Condition.RUNNING, facts(Answer.YES, false, false));
    assertTrue(only(Action.REFORK, state).text().contains("control server"));
  }

  @Test
  void whatIsDownAndCannotBeStarted() {
    MemberState down = state(Condition.STOPPED, Facts.NONE);
    for (Action action : List.of(Action.START, Action.RESTART, Action.HOT_RESTART, Action.ROLL)) {
      assertEquals(Remark.Kind.REFUSAL, only(action, down).kind());
      assertEquals(List.of(), new Objections("web", true).of(action, List.of(down)));
    }
    assertEquals(List.of(), remarks(Action.STOP, down));
  }

  @Test
  void whatNobodyHasSeenIsNotJudged() {
    for (Action action : Action.values()) {
      assertEquals(List.of(), remarks(action, MemberState.unknown("web")));
    }
  }

  private static Facts facts(Answer phased, boolean jruby, boolean alone) {
    return new Facts(
        Optional.of(PROCESS),
        Optional.empty(),
        Optional.empty(),
        phased,
        "it cannot",
        Answer.UNKNOWN,
        jruby,
        alone);
  }

  private static MemberState state(Condition condition, Facts facts) {
    return new MemberState("web", condition, Optional.empty(), Optional.empty(), "")
        .withFacts(facts.map());
  }

  private static List<Remark> remarks(Action action, MemberState state) {
    return new Objections("web", false).of(action, List.of(state));
  }

  private static Remark only(Action action, MemberState state) {
    List<Remark> remarks = remarks(action, state);
    assertEquals(1, remarks.size());
    return remarks.getFirst();
  }
}
