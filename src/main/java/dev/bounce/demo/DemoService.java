package dev.bounce.demo;

import com.sun.net.httpserver.HttpExchange;
import dev.bounce.demo.Server.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A web service that takes a moment to boot and a moment to answer, as real ones do: {@code --port
 * 18081 [--boot-ms 300] [--work-ms 20]}. {@code /health} says 503 while it boots; {@code /} says
 * which process answers.
 */
public final class DemoService {
  private final Instant ready;
  private final Duration work;

  DemoService(Duration boot, Duration work) {
    this.ready = Instant.now().plus(boot);
    this.work = work;
  }

  /** Serves until TERM. */
  public static void main(String[] words) throws IOException {
    Arguments arguments = Arguments.parse(words, Set.of("--port", "--boot-ms", "--work-ms"));
    DemoService service =
        new DemoService(
            Duration.ofMillis(arguments.number("--boot-ms", 300)),
            Duration.ofMillis(arguments.number("--work-ms", 20)));
    Server.run(arguments.number("--port", 18081), service::answer);
  }

  Answer answer(HttpExchange exchange) {
    if (Instant.now().isBefore(ready)) {
      return Answer.of(503, "booting");
    }
    if (exchange.getRequestURI().getPath().equals("/health")) {
      return Answer.of(200, "ok");
    }
    return pause()
        ? Answer.of(200, "pid " + ProcessHandle.current().pid() + " since " + startedAt())
        : Answer.of(500, "interrupted");
  }

  private boolean pause() {
    try {
      Thread.sleep(work);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Instant startedAt() {
    return ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
  }
}
