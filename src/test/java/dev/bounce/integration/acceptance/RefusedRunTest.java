package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found out before the first step: nothing is changed, and the exit code says so. */
@Tag("integration")
final class RefusedRunTest {
  private static final String PASSWORD = "open sesame";
  private static final String WRONG = "wrong sesame";
  private static final int STRANGER = 1;

  private static Scene scene;
  private static SupervisorWorld before;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    scene = Scene.startGuarded(folder, "ann", PASSWORD);
    before = scene.world();
  }

  @AfterAll
  static void stop() throws Exception {
    if (scene != null) {
      scene.close();
    }
  }

  @Test
  void noSocket() throws Exception {
    Path missing = scene.folder().resolve("nobody.sock");
    Outcome outcome = scene.golden("no-socket", 5, missing);
    assertTrue(outcome.out().contains("B001"), outcome::all);
    assertUnchanged();
  }

  @Test
  void aSocketThatNobodyListensOn() throws Exception {
    Path dead = scene.folder().resolve("dead.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(dead));
    }
    Outcome outcome = scene.run(scene.runbook("dead", service("") + "restart web\n", dead));
    assertEquals(5, outcome.exitCode(), outcome::all);
    assertTrue(outcome.out().contains("B001"), outcome::all);
  }

  @Test
  void aWrongPasswordAppearsNowhere() throws Exception {
    Outcome outcome = scene.golden("wrong-password", 5);
    assertTrue(outcome.out().contains("B002"), outcome::all);
    Path runbook = scene.folder().resolve("wrong-password.runbook");
    Outcome events = scene.run(runbook, "--format", "json");
    Outcome plan = scene.bounce("plan", runbook.toString());
    Outcome live = scene.bounce("plan", runbook.toString(), "--live", "--format", "json");
    Outcome shown = scene.bounce("show", "--format", "json");
    assertEquals(5, live.exitCode(), live::all);
    String journal = scene.lastJournal();
    for (String text :
        new String[] {outcome.all(), events.all(), plan.all(), live.all(), shown.all(), journal}) {
      assertFalse(text.contains(WRONG), text);
      assertFalse(text.contains("YW5uOndyb25nIHNlc2FtZQ"), text);
    }
    assertUnchanged();
  }

  @Test
  void theRightPasswordAppearsNowhereEither() throws Exception {
    String text = service("username \"ann\"; password secret(\"" + PASSWORD + "\")");
    Path runbook = scene.runbook("right", text + "restart web[1]\nfail \"enough\"\n");
    Outcome plan = scene.bounce("plan", runbook.toString(), "--live");
    Outcome events = scene.run(runbook, "--format", "json");
    assertEquals(1, events.exitCode(), events::all);
    for (String shown : new String[] {plan.all(), events.all(), scene.lastJournal()}) {
      assertFalse(shown.contains(PASSWORD), shown);
    }
    before = scene.world();
  }

  @Test
  void anUnknownGroupBehindAKnownOne() throws Exception {
    try (Scene open = Scene.start(scene.folder().resolve("open"))) {
      SupervisorWorld calm = open.world();
      Outcome outcome = open.golden("unknown-group", 5);
      assertTrue(outcome.out().contains("did you mean `workers`?"), outcome::all);
      assertEquals(calm, open.world());
    }
  }

  @Test
  void aSocketOfAStranger() throws Exception {
    Path socket = scene.folder().resolve("stranger.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      assumeTrue(isGivenAway(socket), "only root can give a socket away");
      Outcome outcome = scene.golden("stranger", 5, socket);
      assertTrue(outcome.out().contains("B005"), outcome::all);
    }
  }

  private static boolean isGivenAway(Path socket) {
    try {
      Files.setAttribute(socket, "unix:uid", STRANGER);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void aSyntaxErrorBehindAGoodStatement() throws Exception {
    Outcome outcome = scene.run(scene.runbook("syntax", service("") + "restart web\nrestart (\n"));
    assertEquals(2, outcome.exitCode(), outcome::all);
    assertTrue(outcome.err().contains("error[S"), outcome::all);
    assertUnchanged();
  }

  @Test
  void aTypeErrorBehindAGoodStatement() throws Exception {
    Path state = scene.folder().resolve("untouched-state");
    Path runbook = scene.runbook("types", service("") + "restart web\nsleep \"long\"\n");
    Outcome outcome = new CommandLineRun(state).stateful("run", runbook.toString());
    assertEquals(2, outcome.exitCode(), outcome::all);
    assertTrue(outcome.err().contains("error[C007]"), outcome::all);
    assertFalse(Files.exists(state), "a runbook that is wrong leaves no state");
    assertUnchanged();
  }

  @Test
  void anErrorBeforeTheFirstStepStartsNoProcess() throws Exception {
    Path state = scene.folder().resolve("calm-state");
    Path runbook =
        scene.runbook(
            "calm",
            """
            service mine { via process; command ["sleep", "60"] }
            service web { via supervisor; server "unix:///nowhere/at-all.sock" }
            start mine
            restart web
            """);
    Outcome outcome = new CommandLineRun(state).stateful("run", runbook.toString());
    assertEquals(5, outcome.exitCode(), outcome::all);
    try (var files = Files.walk(state)) {
      assertEquals(0, files.filter(file -> file.toString().endsWith(".pid")).count());
    }
  }

  private static String service(String more) {
    String properties = "via supervisor; server \"unix://@SOCKET@\"; " + more;
    return "service web { " + properties + " }\n";
  }

  private static void assertUnchanged() throws IOException {
    Map<String, SupervisorWorld.ProcessLine> now = scene.world().processes();
    assertEquals(before.processes(), now);
  }
}
