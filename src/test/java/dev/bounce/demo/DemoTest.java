package dev.bounce.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.demo.Server.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DemoTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    client.shutdownNow();
  }

  private int service(Duration boot) throws IOException {
    return open(Server.start(0, new DemoService(boot, Duration.ZERO)::answer));
  }

  private int front(Integer... members) throws IOException {
    DemoFront front = new DemoFront(List.of(members));
    open.add(front);
    return open(Server.start(0, front::answer));
  }

  private int open(Server server) {
    open.add(server);
    return server.port();
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return client.send(request(port, path), BodyHandlers.ofString());
  }

  private static int closedPort() throws IOException {
    try (Server server = Server.start(0, _ -> Answer.of(200, ""))) {
      return server.port();
    }
  }

  @Test
  void theServiceSaysWhichProcessItIs() throws Exception {
    int port = service(Duration.ZERO);
    assertEquals("ok\n", get(port, "/health").body());
    String who = get(port, "/").body();
    assertTrue(who.startsWith("pid " + ProcessHandle.current().pid() + " since 2"), who);
  }

  @Test
  void whileItBootsItIsNotHealthy() throws Exception {
    int port = service(Duration.ofHours(1));
    assertEquals(503, get(port, "/health").statusCode());
    assertEquals(503, get(port, "/").statusCode());
  }

  @Test
  void whatWasBegunIsAnsweredAtTheEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Server server =
        Server.start(
            0,
            _ -> {
              begun.countDown();
              return Answer.of(await(finish) ? 200 : 500, "late");
            });
    int port = server.port();
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request(port, "/"), BodyHandlers.ofString());
    assertTrue(await(begun));
    Thread closing = Thread.ofVirtual().start(server::close);
    while (accepts(port)) {
      Thread.onSpinWait();
    }
    finish.countDown();
    assertEquals("late\n", answer.get(10, TimeUnit.SECONDS).body());
    assertTrue(closing.join(Duration.ofSeconds(10)));
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void theFrontTriesTheNextMember() throws Exception {
    int port = front(closedPort(), service(Duration.ZERO), closedPort());
    for (int i = 0; i < 10; i++) {
      assertEquals(200, get(port, "/").statusCode());
    }
  }

  @Test
  void aMemberThatBootsIsNotSeen() throws Exception {
    int port = front(service(Duration.ofHours(1)), service(Duration.ZERO));
    for (int i = 0; i < 10; i++) {
      assertEquals(200, get(port, "/").statusCode());
    }
    assertEquals(503, get(front(service(Duration.ofHours(1))), "/").statusCode());
  }

  @Test
  void theFrontSaysWhenNobodyIsThere() throws Exception {
    assertEquals(502, get(front(closedPort()), "/").statusCode());
  }

  @Test
  void anOrderIsNotGivenTwice() throws Exception {
    int port = front(closedPort(), closedPort());
    HttpRequest post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .POST(HttpRequest.BodyPublishers.ofString("buy"))
            .build();
    assertEquals(502, client.send(post, BodyHandlers.ofString()).statusCode());
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Arguments.parse(new String[] {"--prot", "1"}, Set.of("--port")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Arguments.parse(new String[] {"--port"}, Set.of("--port")));
  }
}
