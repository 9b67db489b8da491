package dev.bounce.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server on the loopback interface that, told to end, first answers what it has begun. */
final class Server implements AutoCloseable {
  private static final int LAST_ANSWERS_SECONDS = 10;

  private final HttpServer server;

  /** What is answered; never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(int status, byte[] body) {
    static Answer of(int status, String text) {
      return new Answer(status, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private Server(HttpServer server) {
    this.server = server;
  }

  /** Answers on a port, zero for any free one, until it is closed. */
  static Server start(int port, Function<HttpExchange, Answer> answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, answers.apply(exchange)));
    server.start();
    return new Server(server);
  }

  /**
   * Starts, and closes on TERM; the exit code is then 0, for nothing went wrong. A port that cannot
   * be had ends the process with a line that says so.
   */
  static void run(int port, Function<HttpExchange, Answer> answers) throws IOException {
    Server server;
    try {
      server = start(port, answers);
    } catch (BindException taken) {
      IO.println("cannot listen on 127.0.0.1:" + port + ": " + taken.getMessage());
      System.exit(1);
      return;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              server.close();
              IO.println("all requests are answered");
              Runtime.getRuntime().halt(0);
            }));
    IO.println("listening on 127.0.0.1:" + server.port());
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Takes no new connections from now on; returns when what was begun is answered. */
  @Override
  public void close() {
    server.stop(LAST_ANSWERS_SECONDS);
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
      exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length);
      if (!bodiless) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }
}
