package dev.bounce.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.HostException.Reason;
import dev.bounce.testbed.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpExchangeTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);
  private static final Duration BRIEF = Duration.ofMillis(150);

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir private Path folder;

  @Test
  void sendsARequestAndReadsAnAnswerOfGivenLength() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    RawServer.Manner manner =
        connection -> {
          seen.complete(RawServer.read(connection));
          RawServer.say(
              connection,
              "HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a:2\r\nContent-Length: 2\r\n\r\nhi, more");
        };
    try (RawServer server = RawServer.tcp(manner)) {
      HttpResponse response =
          HttpExchange.send(
              new HttpRequest(
                  server.endpoint(),
                  false,
                  "POST",
                  "/a?b",
                  Map.of("X", List.of("y")),
                  "é".getBytes(StandardCharsets.UTF_8)),
              AMPLE);
      assertEquals(200, response.status());
      assertEquals("hi", response.text());
      assertEquals(List.of("1", "2"), response.headers().get("x-a"));
      assertEquals(
          "POST /a?b HTTP/1.1\r\nHost: "
              + server.endpoint().shown().substring("http://".length())
              + "\r\nConnection: close\r\nContent-Length: 2\r\nX: y\r\n\r\né",
          seen.get(5, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.0 200\r\n\r\nhello",
        "HTTP/1.1 200 OK\n\nhello",
        CHUNKED + "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nT: u\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      })
  void readsABody(String answer) throws Exception {
    try (RawServer server = unix(RawServer.answering(answer))) {
      HttpResponse response = HttpExchange.send(get(server.endpoint()), AMPLE);
      assertEquals(200, response.status());
      assertEquals("hello", response.text());
    }
  }

  @Test
  void anAnswerOfAnyStatusIsAnAnswer() throws Exception {
    try (RawServer server =
        unix(RawServer.answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"))) {
      assertEquals(503, HttpExchange.send(get(server.endpoint()), AMPLE).status());
    }
    try (RawServer server = RawServer.tcp(RawServer.answering("HTTP/1.1 204 No\r\n\r\n"))) {
      assertEquals("", HttpExchange.send(get(server.endpoint()), AMPLE).text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 9000000\r\n", "Transfer-Encoding: chunked\r\n", ""})
  void keepsNoMoreOfABodyThanTheLimit(String header) throws Exception {
    String chunk = header.startsWith("T") ? "895440\r\n" : "";
    RawServer.Manner endless =
        connection -> {
          RawServer.read(connection);
          RawServer.say(connection, "HTTP/1.1 200 OK\r\n" + header + "\r\n" + chunk);
          while (connection.isOpen()) {
            RawServer.say(connection, "a".repeat(1 << 16));
          }
        };
    try (RawServer server = unix(endless)) {
      assertEquals(
          Host.OUTPUT_LIMIT, HttpExchange.send(get(server.endpoint()), AMPLE).body().length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n",
        "\u0000\u0001\u0002\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 999 Far out\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab",
        CHUNKED + "xyz\r\n",
        CHUNKED + "1\r\nabc\r\n0\r\n\r\n",
      })
  void whatIsNotHttpIsUnreadable(String answer) throws Exception {
    assertEquals(Reason.UNREADABLE, failure(RawServer.answering(answer), AMPLE));
  }

  @Test
  void anEndlessHeadIsUnreadable() throws Exception {
    assertEquals(
        Reason.UNREADABLE,
        failure(RawServer.answering("HTTP/1.1 200 " + "O".repeat(1 << 20)), AMPLE));
    assertEquals(
        Reason.UNREADABLE,
        failure(RawServer.answering("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(1000)), AMPLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        CHUNKED + "5\r\nhal",
        CHUNKED + "5\r\nwhole\r\n",
      })
  void anAnswerThatEndsEarlyIsBroken(String answer) throws Exception {
    assertEquals(Reason.BROKEN, failure(RawServer.answering(answer), AMPLE));
  }

  @Test
  void aResetIsBroken() throws Exception {
    RawServer.Manner reset =
        connection -> {
          connection.setOption(StandardSocketOptions.SO_LINGER, 0);
          RawServer.say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
        };
    try (RawServer server = RawServer.tcp(reset)) {
      assertEquals(Reason.BROKEN, reason(get(server.endpoint()), AMPLE));
    }
  }

  @Test
  void dripsDoNotOutlastTheTimeout() throws Exception {
    RawServer.Manner dripping =
        connection -> {
          RawServer.say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
          while (connection.isOpen()) {
            RawServer.say(connection, "a");
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
          }
        };
    assertEquals(Reason.TIMEOUT, failure(dripping, BRIEF));
  }

  @Test
  void silenceEndsWithTheTimeout() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    RawServer.Manner silent =
        connection -> {
          try {
            never.await();
          } catch (InterruptedException _) {
            connection.close();
          }
        };
    assertEquals(Reason.TIMEOUT, failure(silent, BRIEF));
    assertEquals(Reason.TIMEOUT, failure(silent, Duration.ZERO));
    try (RawServer server = RawServer.tcp(silent)) {
      HttpRequest tls = new HttpRequest(server.endpoint(), true, "GET", "/", Map.of(), new byte[0]);
      assertEquals(Reason.TIMEOUT, reason(tls, BRIEF));
    }
  }

  @Test
  void aFullQueueOfASocketEndsWithTheTimeout() throws Exception {
    Path path = folder.resolve("full");
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path), 1);
      for (int i = 0; i < 4; i++) {
        SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX);
        connection.configureBlocking(false);
        waiting.add(connection);
        try {
          connection.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException _) {
          break;
        }
      }
      assertEquals(Reason.TIMEOUT, reason(get(new Endpoint.Unix(path)), BRIEF));
    } finally {
      for (SocketChannel connection : waiting) {
        connection.close();
      }
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    RawServer.Manner silent =
        _ -> {
          connected.countDown();
          try {
            never.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        };
    try (RawServer server = unix(silent)) {
      AtomicBoolean interrupted = new AtomicBoolean();
      FutureTask<Reason> task =
          new FutureTask<>(() -> {
            HostException failure =
                assertThrows(
                    HostException.class, () -> HttpExchange.send(get(server.endpoint()), AMPLE));
            interrupted.set(Thread.currentThread().isInterrupted());
            return failure.reason();
          });
      Thread thread = Thread.ofVirtual().start(task);
      assertTrue(connected.await(5, TimeUnit.SECONDS));
      thread.interrupt();
      assertEquals(Reason.INTERRUPTED, task.get(2, TimeUnit.SECONDS));
      assertTrue(interrupted.get());
    }
  }

  @Test
  void nobodyThereIsAbsent() throws Exception {
    Path none = folder.resolve("none");
    assertEquals(Reason.ABSENT, reason(get(new Endpoint.Unix(none)), AMPLE));
    assertEquals(Reason.ABSENT, reason(get(new Endpoint.Unix(none.resolve("x"))), AMPLE));
    Files.createFile(none);
    assertEquals(Reason.ABSENT, reason(get(new Endpoint.Unix(none)), AMPLE));
    unix(RawServer.answering("")).close();
    assertEquals(Reason.ABSENT, reason(get(new Endpoint.Unix(folder.resolve("s"))), AMPLE));
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertEquals(Reason.ABSENT, reason(get(new Endpoint.Tcp("127.0.0.1", port)), AMPLE));
  }

  @Test
  void aServerThatAnswersBeforeItHasReadAllIsHeard() throws Exception {
    RawServer.Manner refusing =
        connection ->
            RawServer.say(connection, "HTTP/1.1 413 Too long\r\nContent-Length: 2\r\n\r\nno");
    try (RawServer server = unix(refusing)) {
      HttpRequest large =
          new HttpRequest(
              server.endpoint(), false, "POST", "/", Map.of(), new byte[4 * Host.OUTPUT_LIMIT]);
      assertEquals(413, HttpExchange.send(large, AMPLE).status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-slash", "/a b", "/a\r\nX: y", "/\u0000"})
  void aPathThatWouldBeSomethingElseIsRefused(String path) {
    HttpRequest request =
        new HttpRequest(
            new Endpoint.Unix(folder.resolve("s")), false, "GET", path, Map.of(), new byte[0]);
    assertEquals(Reason.FAILED, reason(request, AMPLE));
  }

  @Test
  void aHeaderThatWouldBeSomethingElseIsRefusedAndNotShown() {
    HttpRequest request =
        new HttpRequest(
            new Endpoint.Unix(folder.resolve("s")),
            false,
            "GET",
            "/",
            Map.of("Authorization", List.of("sesame\r\nX: y")),
            "sesame".getBytes(StandardCharsets.UTF_8));
    HostException failure =
        assertThrows(HostException.class, () -> HttpExchange.send(request, AMPLE));
    assertEquals(Reason.FAILED, failure.reason());
    assertFalse((failure.message() + request).contains("sesame"));
  }

  @Test
  void aServerWithoutTlsIsNotSpokenTo() throws Exception {
    try (RawServer server = RawServer.tcp(it -> RawServer.say(it, "HTTP/1.1 400 Bad\r\n\r\n"))) {
      HttpRequest tls = new HttpRequest(server.endpoint(), true, "GET", "/", Map.of(), new byte[0]);
      assertEquals(Reason.FAILED, reason(tls, AMPLE));
    }
  }

  @Test
  void theFirstAddressThatAnswersIsTaken() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      Thread.ofVirtual()
          .start(() -> {
            try (SocketChannel connection = server.accept()) {
              RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").speak(connection);
            } catch (IOException _) {
              // The test has ended.
            }
          });
      assertEquals(
          200, HttpExchange.send(get(new Endpoint.Tcp("localhost", port)), AMPLE).status());
    }
  }

  private RawServer unix(RawServer.Manner manner) throws IOException {
    Path path = folder.resolve("s");
    Files.deleteIfExists(path);
    return RawServer.unix(path, manner);
  }

  private Reason failure(RawServer.Manner manner, Duration timeout) throws IOException {
    try (RawServer server = unix(manner)) {
      return reason(get(server.endpoint()), timeout);
    }
  }

  private static Reason reason(HttpRequest request, Duration timeout) {
    return assertTimeoutPreemptively(
            Duration.ofSeconds(8),
            () -> assertThrows(HostException.class, () -> HttpExchange.send(request, timeout)))
        .reason();
  }

  private static HttpRequest get(Endpoint endpoint) {
    return new HttpRequest(endpoint, false, "GET", "/", Map.of(), new byte[0]);
  }

  @Test
  void aSocketThatComesAndGoesIsAbsentOrBrokenAndNeverAMystery() throws Exception {
    Path path = folder.resolve("s");
    AtomicBoolean done = new AtomicBoolean();
    FutureTask<Void> server =
        new FutureTask<>(() -> {
          while (!done.get()) {
            ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
            Files.delete(path);
          }
          return null;
        });
    Thread.ofPlatform().start(server);
    for (int i = 0; i < 2000; i++) {
      Reason reason = reason(get(new Endpoint.Unix(path)), AMPLE);
      assertTrue(reason == Reason.ABSENT || reason == Reason.BROKEN, reason.toString());
    }
    done.set(true);
    server.get(10, TimeUnit.SECONDS);
  }
}
