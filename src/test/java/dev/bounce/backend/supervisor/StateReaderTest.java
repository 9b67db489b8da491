package dev.bounce.backend.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.MemberState.Patience;
import dev.bounce.backend.supervisor.ProcessInfo.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StateReaderTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void statesInTheWordsOfTheProduct() {
    assertState(Condition.STOPPED, "STOPPED", info(State.STOPPED, "", 0, 0));
    assertState(Condition.STARTING, "STARTING", info(State.STARTING, "", 0, 7));
    assertState(Condition.RUNNING, "RUNNING", info(State.RUNNING, "", 0, 7));
    assertState(Condition.STOPPING, "STOPPING", info(State.STOPPING, "", 0, 7));
    assertState(Condition.UNKNOWN, "UNKNOWN", info(State.UNKNOWN, "", 0, 0));
    assertState(
        Condition.RETRYING,
        "BACKOFF: Exited too quickly; supervisord tries again",
        info(State.BACKOFF, "Exited too quickly", 0, 0));
    assertState(Condition.FAILED, "FATAL: can't find it", info(State.FATAL, "can't find it", 0, 0));
    assertState(Condition.STOPPED, "EXITED: exit status 0", info(State.EXITED, "", 0, 0));
    assertState(Condition.FAILED, "EXITED: exit status 2", info(State.EXITED, "", 2, 0));
    assertState(Condition.FAILED, "EXITED: exit status -1", info(State.EXITED, "", -1, 0));
  }

  @Test
  void anExitThatIsConfiguredIsExpected() {
    StateReader reader = reader(SECOND, new ProcessConfig(1, 10, List.of(2L)));
    assertEquals(Condition.STOPPED, reader.read(info(State.EXITED, "", 2, 0)).condition());
    assertEquals(Condition.FAILED, reader.read(info(State.EXITED, "", 0, 0)).condition());
  }

  @Test
  void onlyWhatLivesAndHasComeUpHasAnIdentity() {
    MemberState running = read(info(State.RUNNING, "", 0, 7));
    assertEquals("7@1000", running.identity().orElseThrow().value());
    assertEquals("pid 7", running.identity().orElseThrow().shown());
    assertEquals(Optional.empty(), read(info(State.STARTING, "", 0, 7)).identity());
    assertEquals(Optional.empty(), read(info(State.STOPPED, "", 0, 0)).identity());
    assertEquals(Optional.empty(), read(info(State.STOPPED, "", 0, 0)).startedAt());
  }

  @Test
  void aStartIsNeverBelievedTooEarly() {
    ProcessInfo running = info(State.RUNNING, "", 0, 7);
    Instant floor = Instant.ofEpochSecond(1000);
    assertEquals(Optional.of(floor.plusSeconds(1)), read(running).startedAt());
    assertEquals(
        Optional.of(floor.plusSeconds(1)),
        reader(SECOND, new ProcessConfig(0, 10, List.of())).read(running).startedAt());
    assertEquals(
        Optional.of(floor.plusSeconds(1)),
        reader(Duration.ofSeconds(5), new ProcessConfig(1, 10, List.of()))
            .read(running)
            .startedAt());
    assertEquals(
        Optional.of(floor),
        reader(SECOND, new ProcessConfig(1, 10, List.of())).read(running).startedAt());
  }

  @Test
  void patienceIsThatOfTheConfiguration() {
    assertEquals(Optional.empty(), read(info(State.RUNNING, "", 0, 7)).patience());
    assertEquals(
        Optional.of(new Patience(Duration.ofSeconds(3), Duration.ofSeconds(360))),
        reader(SECOND, new ProcessConfig(3, 360, List.of()))
            .read(info(State.RUNNING, "", 0, 7))
            .patience());
  }

  private static void assertState(Condition condition, String detail, ProcessInfo process) {
    MemberState state = read(process);
    assertEquals("web:a", state.member());
    assertEquals(condition, state.condition());
    assertEquals(detail, state.detail());
  }

  private static MemberState read(ProcessInfo process) {
    return new StateReader(SECOND, Map.of()).read(process);
  }

  private static StateReader reader(Duration window, ProcessConfig config) {
    return new StateReader(window, Map.of("web:a", config));
  }

  private static ProcessInfo info(State state, String spawnError, long exitStatus, long pid) {
    return new ProcessInfo("web", "a", state, spawnError, exitStatus, pid, 1000, List.of());
  }
}
