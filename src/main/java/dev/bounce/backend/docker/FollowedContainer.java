package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.host.AddedLines;
import dev.bounce.host.Host;
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
 * What one container writes. Each line has the moment at which the Engine took it; lines of two
 * streams may stand in another order, so those of the last moment are asked for again, and known
 * ones left out.
 */
final class FollowedContainer {
  private static final Duration OVERLAP = Duration.ofMillis(500);

  /**
   * How many lines from the end are asked for. Without such a number the Engine reads the whole log
   * from its beginning, whatever moment is asked for. Where the smaller one does not reach back to
   * what is known, the larger ones do.
   */
  private static final int FEWEST_LINES = 2_000;

  private static final int MOST_LINES = 128_000;
  private static final int TIMES_MORE = 8;

  private final String container;
  private boolean begun;
  private Instant last = Instant.EPOCH;

  /** From here on the log is asked for; all that was told of it is {@link #known}. */
  private Instant from = Instant.EPOCH;

  private final Set<Line> known = new HashSet<>();

  /** How many lines are asked for. */
  private int lines = FEWEST_LINES;

  /** A line with its moment. */
  private record Line(Instant at, String text) {}

  /**
   * What the Engine answered.
   *
   * @param isCut whether there was more than an answer holds
   * @param unended when the line was written that an answer holds only the beginning of
   */
  private record Answer(List<Line> lines, boolean isCut, Optional<Instant> unended) {
    Answer {
      lines = List.copyOf(lines);
    }
  }

  FollowedContainer(String container) {
    this.container = container;
  }

  String container() {
    return container;
  }

  /** What it holds now counts as known; where there is no such container yet, that is nothing. */
  void begin(EngineClient engine) throws BackendException {
    try {
      Answer newest = ask(engine, 1);
      Optional<Instant> moment = newest.lines().stream().map(Line::at).findFirst();
      last = moment.or(newest::unended).orElse(Instant.EPOCH);
      if (last.isAfter(Instant.EPOCH)) {
        from = last.minus(OVERLAP);
        Answer overlapping = ask(engine, FEWEST_LINES);
        if (overlapping.isCut() || overlapping.lines().size() >= FEWEST_LINES) {
          from = last;
        }
        know(newest.lines());
        know(overlapping.lines());
      }
      begun = true;
    } catch (BackendException e) {
      begun = e.code() == Code.B003;
      throw e;
    }
  }

  /**
   * Hands on what was added, of very much the beginning.
   *
   * @return how many lines were left out at least, because there were too many or they are too long
   */
  long readOn(EngineClient engine, AddedLines added) throws BackendException {
    if (!begun) {
      begin(engine);
      return 0;
    }
    long omitted = 0;
    while (true) {
      Answer answer = reachingBack(engine);
      boolean hasGap = lines == MOST_LINES && !known.isEmpty() && !reachesBack(answer);
      omitted += hasGap ? 1 : 0;
      boolean isNews = handOn(answer, added);
      know(answer.lines());
      if (!answer.isCut()) {
        lines = FEWEST_LINES;
      }
      if (isNews || !answer.isCut()) {
        return omitted;
      }
      // All that an answer holds is known.
      if (from.isBefore(last)) {
        forgetBefore(last);
      } else if (!answer.lines().isEmpty()) {
        forgetBefore(last.plusNanos(1));
      } else if (answer.unended().isPresent()) {
        forgetBefore(answer.unended().get().plusNanos(1));
        omitted++;
      } else {
        return omitted;
      }
    }
  }

  private boolean handOn(Answer answer, AddedLines added) {
    boolean isNews = false;
    for (Line line : answer.lines()) {
      if (!known.contains(line)) {
        byte[] bytes = (line.text() + "\n").getBytes(StandardCharsets.UTF_8);
        added.write(bytes, 0, bytes.length);
        isNews = true;
      }
    }
    return isNews;
  }

  private void know(List<Line> told) {
    for (Line line : told) {
      last = line.at().isAfter(last) ? line.at() : last;
    }
    known.addAll(told);
    Instant overlap = last.minus(OVERLAP);
    forgetBefore(overlap.isAfter(from) ? overlap : from);
  }

  private void forgetBefore(Instant moment) {
    from = moment;
    known.removeIf(line -> line.at().isBefore(moment));
  }

  /** Asks for more lines from the end until they begin with what is known, or with the log. */
  private Answer reachingBack(EngineClient engine) throws BackendException {
    Answer answer = ask(engine, lines);
    while (!reachesBack(answer) && lines < MOST_LINES) {
      int more = lines * TIMES_MORE;
      Answer longer = ask(engine, more);
      if (longer.equals(answer) && !answer.isCut()) {
        return answer;
      }
      lines = more;
      answer = longer;
    }
    return answer;
  }

  private boolean reachesBack(Answer answer) {
    return (answer.lines().isEmpty() && !answer.isCut())
        || answer.lines().stream().anyMatch(known::contains);
  }

  private Answer ask(EngineClient engine, int tail) throws BackendException {
    String name = "/containers/" + EngineClient.encoded(container);
    Container seen = Container.of(engine.get(name + "/json"));
    String since = from.isAfter(Instant.EPOCH) ? StateReader.seconds(from) : "0";
    byte[] bytes =
        engine.bytes(
            name + "/logs?stdout=1&stderr=1&timestamps=1&tail=%d&since=%s".formatted(tail, since));
    String text = text(bytes, seen.tty());
    int whole = text.lastIndexOf('\n') + 1;
    List<Line> told = new ArrayList<>();
    for (String line : text.substring(0, whole).split("\n", -1)) {
      read(line).ifPresent(told::add);
    }
    return new Answer(
        told, bytes.length >= Host.OUTPUT_LIMIT, read(text.substring(whole)).map(Line::at));
  }

  private static String text(byte[] bytes, boolean isTerminal) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (isTerminal) {
      text.writeBytes(bytes);
    } else {
      try (Frames frames = new Frames(text, text)) {
        frames.write(bytes);
      } catch (IOException e) {
        throw new IllegalStateException("memory can always be written to", e);
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Nothing that the Engine has taken begins otherwise than with a moment. */
  private static Optional<Line> read(String line) {
    int blank = line.indexOf(' ');
    try {
      Instant at = Instant.parse(blank < 0 ? line : line.substring(0, blank));
      return Optional.of(new Line(at, blank < 0 ? "" : line.substring(blank + 1)));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
