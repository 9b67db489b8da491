package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The end of what a container wrote since its last start. */
final class ContainerLog {
  private static final int LINE_LIMIT = 4096;

  private ContainerLog() {}

  /** Returns at most that many lines, oldest first, standard output and standard error mixed. */
  static List<String> tail(EngineClient engine, String name, int lines) throws BackendException {
    Container container =
        Container.of(engine.get("/containers/" + EngineClient.encoded(name) + "/json"));
    String since =
        container.startedAt().map(start -> "&since=" + StateReader.seconds(start)).orElse("");
    byte[] log =
        engine.bytes(
            "/containers/%s/logs?stdout=1&stderr=1&tail=%d%s"
                .formatted(container.id(), lines, since));
    List<String> all = text(log, container.tty()).lines().toList();
    return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
        .map(line -> line.length() > LINE_LIMIT ? line.substring(0, LINE_LIMIT) : line)
        .toList();
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
