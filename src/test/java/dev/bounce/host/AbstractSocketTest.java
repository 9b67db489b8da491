package dev.bounce.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.HostException.Reason;
import dev.bounce.testbed.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sockets of the abstract namespace; the other side is a few lines of Ruby, as Puma is. */
@Tag("integration")
final class AbstractSocketTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);
  private static final Duration BRIEF = Duration.ofMillis(150);

  private final String name = "bounce-test-" + UUID.randomUUID();
  private final Endpoint endpoint = new Endpoint.Abstract(name);
  private @Nullable Process server;
  private long descriptors;

  @BeforeEach
  void count() {
    descriptors = descriptors();
  }

  @AfterEach
  void endServerAndFindNothingLeft() throws Exception {
    if (server != null) {
      server.destroyForcibly();
    }
    Eventually.holds(
        () -> descriptors() + " descriptors, once " + descriptors,
        () -> descriptors() <= descriptors + 4); // those of the server's pipes may still be there
  }

  @Test
  void anAnswerLongerThanAnyBuffer() throws Exception {
    listen(
        "c.readpartial(4096); c.write(\"HTTP/1.1 200 OK\\r\\n\\r\\n\" + 'a' * 300_000); c.close");
    HttpResponse response = HttpExchange.send(get("/stats"), AMPLE);
    assertEquals(200, response.status());
    assertEquals("a".repeat(300_000), response.text());
  }

  @Test
  void aRequestLongerThanAnyBuffer() throws Exception {
    listen(
        "n = 0; n += c.readpartial(4096).bytesize while n < 400_000;"
            + " c.write(\"HTTP/1.1 204 No\\r\\n\\r\\n\"); c.close");
    HttpRequest request =
        new HttpRequest(endpoint, false, "POST", "/", Map.of(), new byte[400_000]);
    assertEquals(204, HttpExchange.send(request, AMPLE).status());
  }

  @Test
  void nobodyListens() {
    HostException failure =
        assertThrows(HostException.class, () -> HttpExchange.send(get("/"), AMPLE));
    assertEquals(Reason.ABSENT, failure.reason());
    assertTrue(failure.message().contains("unix://@" + name), failure::message);
    HostException tried =
        assertThrows(HostException.class, () -> Connection.tryOut(endpoint, AMPLE));
    assertEquals(Reason.ABSENT, tried.reason());
  }

  @Test
  void aConnectionCanBeTriedOut() throws Exception {
    listen("sleep");
    Connection.tryOut(endpoint, AMPLE);
  }

  @Test
  void silenceEndsInTime() throws Exception {
    listen("sleep");
    HostException failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(3),
            () -> assertThrows(HostException.class, () -> HttpExchange.send(get("/"), BRIEF)));
    assertEquals(Reason.TIMEOUT, failure.reason());
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    listen("sleep");
    FutureTask<Reason> asking =
        new FutureTask<>(() ->
            assertThrows(HostException.class, () -> HttpExchange.send(get("/"), AMPLE)).reason());
    Thread thread = Thread.ofPlatform().start(asking);
    Eventually.holds(() -> "it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    thread.interrupt();
    assertEquals(Reason.INTERRUPTED, asking.get());
  }

  /** Where nobody accepts and the queue is full, connecting waits, but not for ever. */
  @Test
  void aFullQueueEndsInTime() throws Exception {
    run("s.listen(0); puts 'up'; sleep");
    try (AbstractSocket first = new AbstractSocket(name);
        AbstractSocket second = new AbstractSocket(name)) {
      first.connect();
      second.connect(BRIEF);
      HostException failure =
          assertThrows(HostException.class, () -> HttpExchange.send(get("/"), BRIEF));
      assertEquals(Reason.TIMEOUT, failure.reason());
      HostException tried =
          assertThrows(HostException.class, () -> Connection.tryOut(endpoint, BRIEF));
      assertEquals(Reason.TIMEOUT, tried.reason());
    }
  }

  @Test
  void aConnectionThatBreaksIsSaidToBeBroken() throws Exception {
    listen(
        "c.readpartial(4096); c.write(\"HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\n\"); c.close");
    HostException failure =
        assertThrows(HostException.class, () -> HttpExchange.send(get("/"), AMPLE));
    assertEquals(Reason.BROKEN, failure.reason());
  }

  @Test
  void aNameThatCannotBe() {
    for (String impossible : List.of("", "n".repeat(108))) {
      HttpRequest request =
          new HttpRequest(
              new Endpoint.Abstract(impossible), false, "GET", "/", Map.of(), new byte[0]);
      HostException failure =
          assertThrows(HostException.class, () -> HttpExchange.send(request, AMPLE));
      assertEquals(Reason.FAILED, failure.reason());
    }
  }

  private HttpRequest get(String path) {
    return new HttpRequest(endpoint, false, "GET", path, Map.of(), new byte[0]);
  }

  /** Accepts connections, each of which is {@code c}, one after another. */
  private void listen(String manner) throws IOException {
    run("s.listen(5); puts 'up'; loop { c, _ = s.accept; " + manner + " }");
  }

  private void run(String script) throws IOException {
    String socket =
        "require 'socket'; $stdout.sync = true; s = Socket.new(:UNIX, :STREAM);"
            + " s.bind(Socket.sockaddr_un(\"\\0%s\")); ".formatted(name);
    server = new ProcessBuilder("ruby", "-e", socket + script).redirectErrorStream(true).start();
    BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
    assertEquals("up", said.readLine());
  }

  private static long descriptors() {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
