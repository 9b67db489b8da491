package dev.bounce.testbed;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that ask an address again and again, over plain sockets, and write down every answer that
 * is not a whole one with status 200.
 *
 * <p>Some use a new connection for each request, and never ask twice: what happens to it, happens
 * to the request. Others keep their connection. When a server has closed that one between two
 * requests, so that not a byte of an answer came, they ask once more over a new one, as RFC 9112
 * section 9.3.1 lets clients do; {@link #reopened} counts how often, and nothing else is repeated.
 */
public final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So short that somebody always asks, and long enough to leave the machine to the servers. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong reopened = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /** What can become of a request that is not answered well. */
  public enum Kind {
    /** Nobody listened. */
    REFUSED("refused"),
    /** The connection ended before the answer was whole. */
    RESET("reset"),
    /** Nothing came for ten seconds. */
    TIMED_OUT("timed out"),
    /** There was another status than 200. */
    BAD_STATUS("bad status");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Returns it as it stands in tables. */
    public String words() {
      return words;
    }
  }

  /**
   * A request that was not answered well, and why.
   *
   * @param kind what happened
   * @param detail the words of the machine
   * @param keeping whether it came from a client that keeps its connection
   */
  public record Failure(Kind kind, String detail, boolean keeping) {}

  /** Starts as many clients with a new connection for each request. */
  public Load(URI address, int clients) {
    start(address, clients, false);
  }

  /** Starts clients with new connections, and others that keep theirs and ask another address. */
  public Load(URI address, int clients, URI keptAddress, int keepingClients) {
    start(address, clients, false);
    start(keptAddress, keepingClients, true);
  }

  private void start(URI address, int clients, boolean keeping) {
    for (int i = 0; i < clients; i++) {
      threads.add(Thread.ofVirtual().start(() -> new Client(address, keeping).ask()));
    }
  }

  /** Returns how many requests have come to an end, a good one or not. */
  public long requests() {
    return requests.get();
  }

  /** Returns what went wrong. */
  public List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** Returns how often a kept connection was found closed, and another one opened. */
  public long reopened() {
    return reopened.get();
  }

  /** Returns how long the slowest request took that was answered well. */
  public Duration slowest() {
    return Duration.ofNanos(slowestNanos.get());
  }

  /** Lets every client finish what it has asked, and returns when all have. */
  public void end() {
    over.set(true);
    try {
      for (Thread thread : threads) {
        if (!thread.join(PATIENCE)) {
          failures.add(new Failure(Kind.TIMED_OUT, "a client still waits", false));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
  }

  private final class Client {
    private final boolean keeping;
    private final PlainConnection connection;

    Client(URI address, boolean keeping) {
      this.keeping = keeping;
      this.connection = new PlainConnection(address, PATIENCE);
    }

    void ask() {
      while (!over.get()) {
        long began = System.nanoTime();
        try {
          int status = answer();
          if (status == 200) {
            slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
          } else {
            fail(Kind.BAD_STATUS, "status " + status);
          }
        } catch (ConnectException e) {
          fail(Kind.REFUSED, e.toString());
        } catch (SocketTimeoutException e) {
          fail(Kind.TIMED_OUT, e.toString());
        } catch (IOException e) {
          fail(Kind.RESET, e.toString());
        }
        requests.incrementAndGet();
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      connection.close();
    }

    private void fail(Kind kind, String detail) {
      failures.add(new Failure(kind, detail, keeping));
    }

    private int answer() throws IOException {
      boolean used = connection.isOpen();
      try {
        return connection.ask(keeping);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        if (!used || connection.answerHasBegun()) {
          throw e;
        }
        reopened.incrementAndGet();
        return connection.ask(keeping);
      }
    }
  }
}
