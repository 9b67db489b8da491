package dev.bounce.integration.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.bounce.testbed.ListenerSampler;
import dev.bounce.testbed.ListenerSampler.Samples;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.SupervisorLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Never are fewer members up than a phase has to keep. Two witnesses have to agree: samples of the
 * kernel's table of sockets, taken outside of bounce, and supervisord's own log. A series with a
 * gap of more than 50 ms proves nothing and is repeated; the third one fails the test.
 */
@Tag("integration")
final class FloorTest {
  private static final int FAILED = 1;
  private static final Duration LONGEST_GAP = Duration.ofMillis(50);
  private static final int SERIES = 3;

  @TempDir static Path folder;
  private static Members members;

  @BeforeAll
  static void start() throws Exception {
    members = Members.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (members != null) {
      members.close();
    }
  }

  @BeforeEach
  void allServe() throws Exception {
    members.run(0, "start web", "wait healthy web");
  }

  @AfterEach
  void repair() throws Exception {
    for (String name : Members.names()) {
      members.setBroken(name, false);
    }
  }

  @Test
  void batchesOfTwoKeepFour() throws Exception {
    Watched watched = watch(0, Members.names(), "phase web by 2 keeping 4");
    assertEquals(4, watched.samples().fewest());
    assertEquals(4, watched.log().fewestRunning(Members.names()));
    assertEquals(Members.COUNT, watched.log().spawned());
  }

  /** Batches of one, one, three and the last one: the ramp goes down to what it has to keep. */
  @Test
  void aRampKeepsThree() throws Exception {
    Watched watched = watch(0, Members.names(), "phase web by [1, 25%, 50%] keeping 50%");
    assertEquals(3, watched.samples().fewest());
    assertEquals(3, watched.log().fewestRunning(Members.names()));
    assertEquals(Members.COUNT, watched.log().spawned());
  }

  /** What did not come up stays down, and from then on batches have to do with one fewer. */
  @Test
  void aMemberThatFailsAndIsToleratedCountsAsDown() throws Exception {
    members.setBroken("web_1", true);
    Watched watched = watch(0, Members.names(), "phase web by 1 keeping 4 tolerating 1");
    assertTrue(watched.outcome().all().contains("tolerated, 1 of 1 so far"), watched.said());
    assertEquals(4, watched.samples().fewest());
    assertEquals(4, watched.log().fewestRunning(Members.names()));
    assertEquals("EXITED", members.world().state("served:web_1"));
  }

  @Test
  void oneFailureMoreThanIsToleratedEndsItAboveTheFloor() throws Exception {
    members.setBroken("web_0", true);
    members.setBroken("web_2", true);
    Watched watched = watch(FAILED, Members.names(), "phase web by 1 keeping 4 tolerating 1");
    assertTrue(watched.said().contains("untouched: served:web_3, served:web_4, served:web_5"));
    assertEquals(4, watched.samples().fewest());
    assertEquals(4, watched.log().fewestRunning(Members.names()));
  }

  /** With one down already, two more at once would be one too many: nothing is begun. */
  @Test
  void aMemberThatIsDownAlreadyCounts() throws Exception {
    members.run(0, "stop web[5]");
    List<String> others = Members.names().subList(0, 5);
    Watched refused = watch(FAILED, others, "phase web by 2 keeping 4");
    assertTrue(refused.said().contains("R013"), refused.said());
    assertEquals(5, refused.samples().fewest());
    assertEquals(List.of(), refused.log().events());
    Watched watched = watch(0, others, "phase web by 1 keeping 4");
    assertEquals(4, watched.samples().fewest());
    assertEquals(4, watched.log().fewestRunning(others));
    assertEquals(Members.COUNT, watched.log().spawned());
  }

  /**
   * What two witnesses saw of a run.
   *
   * @param samples of the sockets, without a gap that is too long
   * @param log what supervisord wrote down meanwhile
   */
  private record Watched(Outcome outcome, Samples samples, SupervisorLog log) {
    String said() {
      return outcome.all();
    }
  }

  private static Watched watch(int exitCode, Collection<String> serving, String phase)
      throws IOException {
    List<Duration> gaps = new ArrayList<>();
    for (int series = 0; series < SERIES; series++) {
      long from = lines();
      Watched watched;
      try (ListenerSampler sampler = ListenerSampler.start(members.sockets())) {
        Outcome outcome = members.run(exitCode, phase);
        Samples samples = sampler.end();
        watched = new Watched(outcome, samples, SupervisorLog.read(members.log(), from));
      }
      if (watched.samples().longestGap().compareTo(LONGEST_GAP) <= 0) {
        assertEquals(serving.size(), watched.samples().all().getFirst().serving());
        return watched;
      }
      gaps.add(watched.samples().longestGap());
      restore(serving);
    }
    return fail("invalid: nobody looked for " + gaps);
  }

  private static long lines() throws IOException {
    return Files.readAllLines(members.log()).size();
  }

  /** Brings the members back to where the series began. */
  private static void restore(Collection<String> serving) throws IOException {
    List<String> broken = Members.names().stream().filter(members::isBroken).toList();
    for (String name : broken) {
      members.setBroken(name, false);
    }
    members.run(0, "start web", "wait healthy web");
    for (String name : broken) {
      members.setBroken(name, true);
    }
    for (int i = 0; i < Members.COUNT; i++) {
      if (!serving.contains(Members.names().get(i))) {
        members.run(0, "stop web[" + i + "]");
      }
    }
  }
}
