package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.host.AddedLines;
import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows what containers write, as the Engine keeps it. Each line has the moment at which the
 * Engine took it; lines of two streams may stand in another order, so those of the last moment are
 * asked for again, and known ones left out.
 */
final class ContainerLogs implements LogFollower {
  private static final Duration OVERLAP = Duration.ofMillis(500);

  private static final int MANY = 1000;

  private final Asking asking;
  private final List<Log> logs;

  /** Makes a client whose calls have to end within a time. */
  @FunctionalInterface
  interface Asking {
    EngineClient within(Duration timeout) throws BackendException;
  }

  /** A line with its moment. */
  private record Line(Instant at, String text) {}

  private static final class Log {
    private final String container;
    private Instant last = Instant.EPOCH;
    private Set<Line> known = new HashSet<>();

    /** None where what is known already is more than an answer holds. */
    private Duration overlap = OVERLAP;

    Log(String container) {
      this.container = container;
    }
  }

  /** What the containers have written so far counts as known. */
  ContainerLogs(Asking asking, List<String> containers, Duration timeout) throws BackendException {
    this.asking = asking;
    this.logs = containers.stream().map(Log::new).toList();
    for (Log log : logs) {
      List<Line> latest = read(log, "tail=1", timeout);
      if (!latest.isEmpty()) {
        log.last = latest.getLast().at();
        log.known = new HashSet<>(read(log, since(log), timeout));
      }
    }
  }

  private static String since(Log log) {
    Instant from = log.last.minus(log.overlap);
    return "since=" + (from.isAfter(Instant.EPOCH) ? StateReader.seconds(from) : "0");
  }

  private List<Line> read(Log log, String which, Duration timeout) throws BackendException {
    EngineClient engine = asking.within(timeout);
    String name = "/containers/" + EngineClient.encoded(log.container);
    Container container = Container.of(engine.get(name + "/json"));
    byte[] bytes = engine.bytes(name + "/logs?stdout=1&stderr=1&timestamps=1&" + which);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (container.tty()) {
      text.writeBytes(bytes);
    } else {
      try (Frames frames = new Frames(text, text)) {
        frames.write(bytes);
      } catch (IOException e) {
        throw new IllegalStateException("memory can always be written to", e);
      }
    }
    String all = text.toString(StandardCharsets.UTF_8);
    // Of a very long answer only the beginning comes, which may end within a line.
    return lines(all.substring(0, all.lastIndexOf('\n') + 1));
  }

  private static List<Line> lines(String text) {
    List<Line> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      int blank = line.indexOf(' ');
      try {
        Instant at = Instant.parse(blank < 0 ? line : line.substring(0, blank));
        lines.add(new Line(at, blank < 0 ? "" : line.substring(blank + 1)));
      } catch (DateTimeParseException _) {
        // Nothing that the Engine has taken begins otherwise.
      }
    }
    return lines;
  }

  @Override
  public List<LogPortion> look(boolean last, Duration timeout) {
    List<LogPortion> portions = new ArrayList<>();
    for (Log log : logs) {
      try {
        portions.add(added(log, timeout));
      } catch (BackendException e) {
        portions.add(LogPortion.trouble(log.container, e.text()));
      }
    }
    portions.removeIf(LogPortion::isEmpty);
    return portions;
  }

  private LogPortion added(Log log, Duration timeout) throws BackendException {
    List<Line> read = read(log, since(log), timeout);
    AddedLines added = new AddedLines(log.container);
    for (Line line : read) {
      if (!log.known.contains(line)) {
        byte[] bytes = (line.text() + "\n").getBytes(StandardCharsets.UTF_8);
        added.write(bytes, 0, bytes.length);
      }
      log.last = line.at().isAfter(log.last) ? line.at() : log.last;
    }
    Instant from = log.last.minus(OVERLAP);
    boolean stuck = !read.isEmpty() && log.known.containsAll(read) && log.known.size() > MANY;
    log.overlap = stuck ? Duration.ZERO : OVERLAP;
    log.known = new HashSet<>(read);
    log.known.removeIf(line -> line.at().isBefore(from));
    return added.take(true, Optional.empty());
  }

  @Override
  public void close() {}
}
