package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The end of what a container wrote since its last start. */
final class ContainerLog {
  private static final int LINE_LIMIT = 4096;

  /** What the Engine may need to note a start. */
  private static final Duration NOTING = Duration.ofSeconds(1);

  private ContainerLog() {}

  /** Returns at most that many lines, oldest first, standard output and standard error mixed. */
  static List<String> tail(EngineClient engine, String name, int lines) throws BackendException {
    Container container =
        Container.of(engine.get("/containers/" + EngineClient.encoded(name) + "/json"));
    String since = "";
    if (container.startedAt().isPresent()) {
      Instant begin = begin(engine, container, container.startedAt().get());
      since = "&since=" + StateReader.seconds(begin);
    }
    byte[] log =
        engine.bytes(
            "/containers/%s/logs?stdout=1&stderr=1&tail=%d%s"
                .formatted(container.id(), lines, since));
    List<String> all = text(log, container.tty()).lines().toList();
    return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
        .map(line -> line.length() > LINE_LIMIT ? line.substring(0, LINE_LIMIT) : line)
        .toList();
  }

  /**
   * Returns from when on lines are of the last start. The Engine notes a start after the process
   * may have written already; so it is the end before, where it remembers that.
   */
  private static Instant begin(EngineClient engine, Container container, Instant start)
      throws BackendException {
    String target =
        "/events?since=0&until=%s&%s"
            .formatted(
                StateReader.seconds(start),
                EngineClient.filters(
                    Map.of(
                        "type", List.of("container"),
                        "container", List.of(container.id()),
                        "event", List.of("die"))));
    return engine.lines(target).stream()
        .flatMap(event -> event.number("timeNano").stream())
        .reduce((_, last) -> last)
        .map(nanos -> Instant.EPOCH.plusNanos(nanos))
        .orElse(start.minus(NOTING));
  }

  private static String text(byte[] log, boolean plain) {
    if (plain) {
      return new String(log, StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (Frames frames = new Frames(text, text)) {
      frames.write(log);
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written to", e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
