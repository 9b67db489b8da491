package dev.bounce.report;

import dev.bounce.diag.Neutral;
import dev.bounce.report.Progress.Standing;
import dev.bounce.report.Progress.Work;
import dev.bounce.run.Glimpse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The lines at the bottom of a terminal that show how a run stands: a line for each member in work,
 * what guards have counted, and the progress of the whole. They are drawn anew in place, so each
 * fits its row.
 */
public final class LiveRegion {
  private static final String RED = "\u001b[31m";
  private static final String DIM = "\u001b[2m";
  private static final String RESET = "\u001b[0m";
  private static final String CUT = "…";
  private static final String DOT = " · ";
  private static final int LOG_LINES = 3;
  private static final int LEAST_TITLE = 8;
  private static final int CLOCK_WIDTH = 5;

  private final IntUnaryOperator width;
  private final boolean colour;

  /**
   * @param width how many columns a code point takes: 0, 1 or 2
   * @param colour whether marks are coloured
   */
  public LiveRegion(IntUnaryOperator width, boolean colour) {
    this.width = width;
    this.colour = colour;
  }

  /**
   * Returns the lines, none of them wider than {@code columns}; the last one is about the whole.
   *
   * @param now by the run's clock
   * @param columns at least ten
   * @param rows how many lines there may be, at least one
   */
  public List<String> lines(Progress progress, Instant now, int columns, int rows) {
    List<String> below = new ArrayList<>();
    for (Glimpse.Probes probes : progress.guards()) {
      below.add(
          cut("  %d probes, %d failed".formatted(probes.requests(), probes.failures()), columns));
    }
    below.add(whole(progress, now, columns));
    while (below.size() > rows) {
      below.removeFirst();
    }
    List<String> all = new ArrayList<>(members(progress, now, columns, rows - below.size()));
    all.addAll(below);
    return all;
  }

  /** As many members as there is room for; their logs only where all of them have room. */
  private List<String> members(Progress progress, Instant now, int columns, int rows) {
    List<Work> works = progress.shown();
    int shown = works.size() <= rows ? works.size() : Math.max(0, rows - 1);
    int spare = rows - works.size();
    int nameWidth = nameWidth(works.subList(0, shown), columns);
    List<String> lines = new ArrayList<>();
    for (Work work : works.subList(0, shown)) {
      lines.add(member(work, now, nameWidth, columns));
      List<String> log = tail(work.log(), Math.min(LOG_LINES, Math.max(0, spare)));
      spare -= log.size();
      for (String line : log) {
        lines.add(paint(DIM, "    | ") + cut(Quotation.line(line), columns - "    | ".length()));
      }
    }
    if (shown < works.size() && rows > 0) {
      lines.add(cut("  %s %d more".formatted(CUT, works.size() - shown), columns));
    }
    return lines;
  }

  private static List<String> tail(List<String> lines, int count) {
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  private int nameWidth(List<Work> works, int columns) {
    int widest =
        works.stream().mapToInt(work -> width(Neutral.line(work.member()))).max().orElse(0);
    return Math.min(widest, columns * 2 / 5);
  }

  private String member(Work work, Instant now, int nameWidth, int columns) {
    boolean failed = work.standing() == Standing.FAILED;
    String name = padded(cut(Neutral.line(work.member()), nameWidth), nameWidth);
    Instant until = failed ? work.at() : now;
    String clock = "%1$" + CLOCK_WIDTH + "s";
    String rest =
        name
            + "  "
            + clock.formatted(clock(work.since(), until))
            + "  "
            + Neutral.line(work.state());
    String mark = failed ? paint(RED, "  ✗ ") : "  › ";
    return mark + cut(rest, columns - "  › ".length());
  }

  /** What is being done, how far it is, and for how long the run has been at it. */
  private String whole(Progress progress, Instant now, int columns) {
    List<String> parts = new ArrayList<>();
    progress.phases().forEach(phase -> parts.add(phase.shown()));
    if (parts.isEmpty() && progress.total() > 1) {
      parts.add("%d of %d members".formatted(progress.done(), progress.total()));
    }
    progress.began().ifPresent(began -> parts.add(clock(began, now)));
    String state = String.join(DOT, parts);
    String title = Neutral.line(progress.title());
    int room = columns - width(state) - width(DOT);
    if (!title.isEmpty() && room >= Math.min(LEAST_TITLE, width(title))) {
      return cut(title, room) + DOT + state;
    }
    return cut(state, columns);
  }

  /** Returns how long something has taken: {@code 0:23}, {@code 1:02:03}. */
  private static String clock(Instant from, Instant to) {
    long seconds = Math.max(0, Duration.between(from, to).toSeconds());
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  private int width(String text) {
    return text.codePoints().map(this::width).sum();
  }

  private int width(int codePoint) {
    return Math.max(0, width.applyAsInt(codePoint));
  }

  /** Cuts a text to a number of columns; a letter of two is not cut in half. */
  private String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int left = columns - width(CUT);
    for (int codePoint : text.codePoints().toArray()) {
      left -= width(codePoint);
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return columns <= 0 ? "" : kept.toString().stripTrailing() + CUT;
  }

  private String paint(String colourCode, String text) {
    return colour ? colourCode + text + RESET : text;
  }
}
