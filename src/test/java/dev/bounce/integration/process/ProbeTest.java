package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.health.BackendProbe;
import dev.bounce.health.CommandProbe;
import dev.bounce.health.HttpProbe;
import dev.bounce.health.Probe;
import dev.bounce.health.ProbeAnswer;
import dev.bounce.health.ProbeAnswer.Kind;
import dev.bounce.health.TcpProbe;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
final class ProbeTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final HttpServer server = server();

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void answer() {
    server.createContext(
        "/",
        exchange -> {
          int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          byte[] body =
              ("status " + status + " " + "a".repeat(60)).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "/200");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static ProbeAnswer ask(Probe probe) {
    return probe.ask(new LocalHost(), MemberState.unknown("web"));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private ProbeAnswer ask(String path, Set<Integer> statuses, String pattern) {
    return ask(new HttpProbe(url(path), statuses, Optional.of(Pattern.compile(pattern)), LONG));
  }

  @Test
  void statusesAreTold() {
    assertEquals(new ProbeAnswer(Kind.OK, 200, body(200), "200"), ask(HttpProbe.of(url("/200"))));
    assertEquals(Kind.OK, ask(HttpProbe.of(url("/302"))).kind());
    ProbeAnswer bad = ask(HttpProbe.of(url("/503")));
    assertEquals(
        new ProbeAnswer(Kind.BAD_STATUS, 503, body(503), "503 instead of 200 to 399"), bad);
    assertEquals(Kind.OK, ask("/503", Set.of(503), "status").kind());
    assertEquals("200 instead of 201 or 204", ask("/200", Set.of(204, 201), "status").said());
  }

  private static String body(int status) {
    return "status " + status + " " + "a".repeat(60);
  }

  @Test
  void theBodyIsLookedInto() {
    assertTrue(ask("/200", Set.of(), "^status 2").ok());
    assertEquals(
        "200, but the body does not match 'status 3'", ask("/200", Set.of(), "status 3").said());
  }

  @Test
  void anExpressionThatBacktracksWithoutEndIsGivenUp() {
    ProbeAnswer answer = ask("/200", Set.of(), "a*a*a*a*a*a*a*a*!");
    assertEquals(Kind.BAD_BODY, answer.kind());
    assertEquals("200, but it takes too long to match 'a*a*a*a*a*a*a*a*!'", answer.said());
  }

  @Test
  void resetTimeOutAndNonsenseAreToldApart() throws Exception {
    try (ServerSocket odd = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + odd.getLocalPort() + "/";
      HttpProbe probe = new HttpProbe(url, Set.of(), Optional.empty(), SHORT);
      assertEquals(Kind.TIMEOUT, ask(probe).kind());
      Thread.ofVirtual().start(() -> accept(odd));
      HttpProbe patient = new HttpProbe(url, Set.of(), Optional.empty(), LONG);
      Eventually.holds("the connection broke", () -> ask(patient).kind() == Kind.RESET);
      assertEquals(Kind.BAD_ANSWER, ask(patient).kind());
    }
  }

  /** Hangs up on each second connection, and talks nonsense on the others. */
  private static void accept(ServerSocket odd) {
    for (int i = 0; !odd.isClosed(); i++) {
      try (Socket socket = odd.accept()) {
        if (i % 2 == 0) {
          socket.setSoLinger(true, 0);
        } else {
          socket.getInputStream().read();
          socket
              .getOutputStream()
              .write("220 mail.example\r\n\r\n".getBytes(StandardCharsets.UTF_8));
          socket.getInputStream().skipNBytes(10);
        }
      } catch (IOException e) {
        // The probe, or the test, has hung up.
      }
    }
  }

  @Test
  void whatCannotBeAskedIsSaidAtOnce() {
    for (String url : List.of("ftp://x/", "http://", "localhost:80", "http://a b/", "unix://x")) {
      assertThrows(IllegalArgumentException.class, () -> HttpProbe.of(url), url);
    }
    for (String address : List.of("x", "x:0", "x:99999", "http://x:80")) {
      assertThrows(IllegalArgumentException.class, () -> TcpProbe.of(address), address);
    }
  }

  @Test
  void credentialsAreNotShown() {
    HttpProbe probe = HttpProbe.of("http://user:hush@[::1]:8080/health?x=1");
    assertEquals("http http://[::1]:8080/health?x=1", probe.shown());
    assertFalse(HttpProbe.of("https://example.org").shown().contains("http://"));
  }

  @Test
  void tcpIsAcceptedOrRefused() {
    String address = "127.0.0.1:" + server.getAddress().getPort();
    assertTrue(ask(TcpProbe.of(address)).ok());
    server.stop(0);
    assertEquals(Kind.REFUSED, ask(TcpProbe.of(address)).kind());
    assertEquals(Kind.REFUSED, ask(HttpProbe.of(url("/200"))).kind());
  }

  @Test
  void commandsAreWellWhenTheyExitZero() {
    assertTrue(ask(CommandProbe.of(List.of("true"))).ok());
    ProbeAnswer bad = ask(CommandProbe.of(List.of("sh", "-c", "echo why; exit 3")));
    assertEquals(new ProbeAnswer(Kind.BAD_ANSWER, 3, "why\n", "exit code 3"), bad);
    assertEquals(Kind.TIMEOUT, ask(new CommandProbe(List.of("sleep", "300"), SHORT)).kind());
  }

  @Test
  void theBackendsWordIsTaken() {
    MemberState running =
        new MemberState("web", Condition.RUNNING, Optional.empty(), Optional.empty(), "");
    assertTrue(new BackendProbe().ask(new LocalHost(), running).ok());
    MemberState failed =
        new MemberState("web", Condition.FAILED, Optional.empty(), Optional.empty(), "FATAL");
    assertEquals("failed (FATAL)", new BackendProbe().ask(new LocalHost(), failed).said());
  }
}
