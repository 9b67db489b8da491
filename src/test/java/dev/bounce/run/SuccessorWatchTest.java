package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.backend.Successor;
import dev.bounce.backend.Workers;
import dev.bounce.backend.Workers.Worker;
import dev.bounce.diag.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member that makes room for a successor, as its watch judges it. */
final class SuccessorWatchTest {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private final MemberWatch watch = new MemberWatch(member("1"), WINDOW);

  @BeforeEach
  void begin() {
    watch.begin(0);
  }

  @Test
  void aSuccessorHasToBeReadyForTheWholeWindow() {
    look(1, member("1"));
    look(2, with("2", 1));
    look(3, with("2", 2));
    look(4, with("2", 2));
    assertTrue(watch.isPending());
    look(5, with("2", 2));
    assertFalse(watch.isPending());
    assertEquals(Optional.empty(), watch.problem());
  }

  @Test
  void aSuccessorThatDiesFailsTheMemberThatGoesOn() {
    look(1, with("2", 2));
    look(2, member("1"));
    assertEquals(Code.R015, code());
    assertEquals("goes on as pid 1: its successor came up as pid 2 and died", reason());
    assertTrue(watch.isAsBefore());
  }

  @Test
  void aSuccessorThatIsNotReadyInTimeSaysHowFarItCame() {
    look(1, with("2", 1));
    watch.expire(Goal.SUCCESSOR_UP, Duration.ofSeconds(9));
    assertEquals(Code.R002, code());
    assertTrue(reason().startsWith("has a successor, pid 2, of which 1 of 2 workers are ready"));
    assertFalse(watch.isAsBefore());
  }

  @Test
  void aMemberThatGoesDownHasFailed() {
    look(1, new MemberState("web", Condition.STOPPED, Optional.empty(), Optional.empty(), ""));
    assertEquals(Code.R002, code());
    assertTrue(reason().startsWith("went down instead of making room for a successor"));
  }

  @Test
  void aWindowBeginsAnewWithEveryStage() {
    look(1, with("2", 2));
    look(3, with("2", 2));
    assertFalse(watch.isPending());
    watch.begin(4_000_000_000L);
    look(5, with("2", 2));
    assertTrue(watch.isPending());
    look(6, with("2", 2));
    assertFalse(watch.isPending());
  }

  private void look(int second, MemberState state) {
    watch.look(state, Goal.SUCCESSOR_UP, second * 1_000_000_000L, Instant.EPOCH);
  }

  private Code code() {
    return watch.problem().orElseThrow().code();
  }

  private String reason() {
    return watch.problem().orElseThrow().reason();
  }

  private static MemberState member(String pid) {
    return new MemberState(
            "web", Condition.RUNNING, Optional.of(identity(pid)), Optional.empty(), "")
        .withWorkers(workers(2));
  }

  private static MemberState with(String successor, int ready) {
    return member("1").withSuccessor(new Successor(identity(successor), workers(ready)));
  }

  private static Identity identity(String pid) {
    return new Identity("pid+start", pid, "pid " + pid);
  }

  private static Workers workers(int ready) {
    List<Worker> all = IntStream.range(0, 2).mapToObj(i -> new Worker("w" + i, i < ready)).toList();
    return new Workers(all, 2);
  }
}
