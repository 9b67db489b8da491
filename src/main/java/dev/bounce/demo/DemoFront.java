package dev.bounce.demo;

import com.sun.net.httpserver.HttpExchange;
import dev.bounce.demo.Server.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What stands before the members of the service: {@code --port 18080 --to 18081 --to 18082 …}. It
 * sends requests to members whose {@code /health} is good, in turns. A GET that a member did not
 * answer, or answered that it cannot serve now, is sent to the next one: nobody has seen a byte of
 * an answer yet, and asking twice does no harm.
 */
public final class DemoFront implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int UNAVAILABLE = 503;
  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<Integer> members;
  private final Set<Integer> healthy = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private final List<Thread> watchers;

  DemoFront(List<Integer> members) {
    this.members = List.copyOf(members);
    this.watchers =
        members.stream()
            .map(port -> Thread.ofVirtual().name("watch-" + port).start(() -> watch(port)))
            .toList();
  }

  /** Serves until TERM. */
  public static void main(String[] words) throws IOException {
    Arguments arguments = Arguments.parse(words, Set.of("--port", "--to"));
    DemoFront front = new DemoFront(arguments.numbers("--to"));
    Server.run(arguments.number("--port", 18080), front::answer);
  }

  /** Stops looking after the members. */
  @Override
  public void close() {
    watchers.forEach(Thread::interrupt);
    client.shutdownNow();
  }

  Answer answer(HttpExchange exchange) {
    Answer answer = Answer.of(502, "no member answered");
    try {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int attempts = SAFE.contains(exchange.getRequestMethod()) ? members.size() : 1;
      for (int port : inTurn().subList(0, attempts)) {
        try {
          HttpResponse<byte[]> response = send(exchange, port, body);
          answer = new Answer(response.statusCode(), response.body());
          if (answer.status() != UNAVAILABLE) {
            return answer;
          }
        } catch (IOException e) {
          healthy.remove(port); // until the next look says otherwise
        }
      }
    } catch (IOException e) {
      return Answer.of(400, "the request broke off");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  /** Returns all members, another one first each time, the healthy ones before the others. */
  private List<Integer> inTurn() {
    List<Integer> order = new ArrayList<>(members);
    Collections.rotate(order, turn.getAndIncrement() % members.size());
    order.sort((one, other) -> Boolean.compare(healthy.contains(other), healthy.contains(one)));
    return order;
  }

  private HttpResponse<byte[]> send(HttpExchange exchange, int port, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(at(port, exchange.getRequestURI().toString()))
            .timeout(PATIENCE)
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private void watch(int port) {
    try {
      while (true) {
        if (isHealthy(port)) {
          healthy.add(port);
        } else {
          healthy.remove(port);
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      healthy.remove(port);
    }
  }

  private boolean isHealthy(int port) throws InterruptedException {
    try {
      HttpRequest question = HttpRequest.newBuilder(at(port, "/health")).timeout(PATIENCE).build();
      return client.send(question, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static URI at(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
