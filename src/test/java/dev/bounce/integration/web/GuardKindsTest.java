package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.Endpoint;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RawServer;
import dev.bounce.testbed.RawServer.Manner;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that fail in every way that there is, under guard. */
@Tag("integration")
final class GuardKindsTest {
  private static final String OK = RawHealth.answer("200 OK", "{\"status\": \"ok\"}");

  @TempDir Path folder;
  private WebScene scene;

  @BeforeEach
  void prepare() {
    scene = new WebScene(folder);
  }

  /** Answers well once, before the block begins, and then in that manner. */
  private static Manner thenInTheManner(Manner manner) {
    AtomicInteger count = new AtomicInteger();
    return connection -> {
      if (count.getAndIncrement() == 0) {
        RawServer.answering(OK).speak(connection);
      } else {
        manner.speak(connection);
      }
    };
  }

  private Outcome guarded(String url, String clauses, String block) throws Exception {
    return scene.run(
        "service web { via process; command [\"sleep\", \"100\"]",
        "  health http \"%s\" json \"status\" == \"ok\" within 2s".formatted(url),
        "}",
        "guard web every 20ms %s { %s }".formatted(clauses, block),
        "log \"refused ${guard.refused} reset ${guard.reset} timed-out ${guard.timed-out}\"",
        "log \"status ${guard.bad-status} body ${guard.bad-body} slow ${guard.slow}\"");
  }

  private void assertKind(Manner manner, String kind, String said) throws Exception {
    try (RawServer server = RawServer.tcp(thenInTheManner(manner))) {
      Outcome outcome = guarded(url(server), "errors 0 latency 1s", "sleep 30s; log \"never\"");
      assertEquals(1, outcome.exitCode(), outcome::all);
      assertTrue(outcome.all().contains("1 failed (1 " + kind + ")"), outcome::all);
      assertTrue(
          outcome.all().matches("(?s).*failed after [0-9ms]+ web: " + kind + ": .*"), outcome::all);
      assertTrue(outcome.all().contains(said), outcome::all);
      assertTrue(outcome.all().contains("not done:\n  1.body.2  log \"never\""), outcome::all);
      Outcome shown = scene.show();
      assertTrue(shown.out().contains("1 failed (1 " + kind + ")"), shown::all);
      Outcome json = scene.show("--format", "json");
      String key = kind.replace(' ', '-');
      assertTrue(json.out().contains("\"kinds\":{\"" + key + "\":1}"), json::all);
    }
  }

  private static String url(RawServer server) {
    return server.endpoint() instanceof Endpoint.Tcp tcp ? tcp.shown() + "/" : "";
  }

  @Test
  void aResetIsOne() throws Exception {
    assertKind(RawHealth.resetting(), "reset", "broke");
  }

  @Test
  void aSilentServerTimesOut() throws Exception {
    assertKind(RawHealth.silent(), "timed out", "no answer");
  }

  @Test
  void anotherStatusIsOne() throws Exception {
    assertKind(
        RawHealth.answering("503 Service Unavailable", "{\"status\": \"ok\"}"),
        "bad status",
        "503 instead of 200 to 399");
  }

  @Test
  void anotherBodyIsOne() throws Exception {
    assertKind(
        RawHealth.answering("200 OK", "{\"status\": \"migrating\"}"),
        "bad body",
        "has status \"migrating\" instead of \"ok\"");
  }

  @Test
  void aServerThatIsGoneRefuses() throws Exception {
    String url;
    try (RawServer server = RawServer.tcp(RawServer.answering(OK))) {
      url = url(server);
    }
    Outcome outcome = guarded(url, "errors 1000", "sleep 200ms");
    assertEquals(0, outcome.exitCode(), outcome::all);
    assertTrue(
        outcome.out().matches("(?s).*refused [1-9][0-9]* reset 0 timed-out 0.*"), outcome::all);
  }

  @Test
  void slowAnswersAreJudgedByTheirShare() throws Exception {
    AtomicInteger count = new AtomicInteger();
    Manner slowNowAndThen =
        connection -> {
          if (count.getAndIncrement() % 4 == 3) {
            pause(100);
          }
          RawServer.answering(OK).speak(connection);
        };
    try (RawServer server = RawServer.tcp(slowNowAndThen)) {
      Outcome outcome = guarded(url(server), "p50 10s p95 90ms", "sleep 2s");
      assertEquals(1, outcome.exitCode(), outcome::all);
      assertTrue(outcome.all().contains("95 % took up to "), outcome::all);
      assertTrue(!outcome.all().contains("50 % took up to "), outcome::all);
    }
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAnswerThatTakesLongerThanTheLatencyIsSlow() throws Exception {
    assertKind(
        connection -> {
          pause(1300);
          RawServer.answering(OK).speak(connection);
        },
        "slow",
        "took 1s");
  }
}
