package dev.bounce.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask an address again and again, and write down every answer that is not 200. */
public final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong requests = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /** Starts as many clients. */
  public Load(URI address, int clients) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    for (int i = 0; i < clients; i++) {
      threads.add(Thread.ofVirtual().start(() -> ask(request)));
    }
  }

  private void ask(HttpRequest request) {
    while (!over.get()) {
      try {
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
          failures.add("status " + status);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException e) {
        return;
      }
      requests.incrementAndGet();
    }
  }

  /** Returns how many requests have come to an end. */
  public long requests() {
    return requests.get();
  }

  /** Returns what went wrong. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Lets every client finish what it has asked, and returns when all have. */
  public void end() {
    over.set(true);
    try {
      for (Thread thread : threads) {
        thread.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
    client.shutdownNow();
  }
}
