package dev.bounce.repl;

import dev.bounce.report.LiveRegion;
import dev.bounce.report.Progress;
import java.time.Instant;
import java.util.List;

/**
 * Draws a region at the bottom of a terminal, with the control sequences that all terminals of
 * today know (ECMA-48; DEC's private modes 7, wrapping, and 25, the cursor).
 *
 * <p>Between two frames the cursor rests at the beginning of the region, not behind it: so a
 * terminal that breaks lines anew when it is resized carries it along, and whatever stands below it
 * can be erased without knowing how many rows that is now. No line of the region wraps, whatever is
 * resized meanwhile.
 */
final class RegionPainter {
  private static final String ESCAPE = "\u001b[";
  private static final String ERASE_BELOW = "\r" + ESCAPE + "J";
  private static final String ERASE_REST = ESCAPE + "K";
  private static final String CURSOR_OFF = ESCAPE + "?25l";
  private static final String CURSOR_ON = ESCAPE + "?25h";
  private static final String WRAP_OFF = ESCAPE + "?7l";
  private static final String WRAP_ON = ESCAPE + "?7h";
  private static final int LEAST_ROWS = 4;

  /** In a narrower one lines are cut by the terminal itself. */
  private static final int LEAST_COLUMNS = 10;

  private final Screen screen;
  private final LiveRegion region;
  private List<String> drawn = List.of();
  private int columns;
  private int rows;

  RegionPainter(Screen screen, LiveRegion region) {
    this.screen = screen;
    this.region = region;
  }

  /**
   * Returns what has to be written for the region to show this progress; nothing if it does.
   *
   * @param told whole lines that are to stay above the region
   */
  String frame(Progress progress, Instant now, String told) {
    int wide = screen.columns();
    int high = screen.rows();
    // Behind a row's last column the cursor has nowhere to go: erasing would begin at that letter.
    List<String> lines =
        region.lines(progress, now, Math.max(LEAST_COLUMNS, wide - 1), height(high));
    boolean resized = wide != columns || high != rows;
    if (told.isEmpty() && !resized && lines.equals(drawn)) {
      return "";
    }
    StringBuilder frame = new StringBuilder(CURSOR_OFF);
    // Written over where nothing but letters change: what is not erased cannot flicker.
    if (!told.isEmpty() || resized || lines.size() < drawn.size()) {
      frame.append(ERASE_BELOW).append(told);
    }
    frame.append(WRAP_OFF).append('\r');
    frame.append(String.join(ERASE_REST + "\r\n", lines)).append(ERASE_REST);
    frame.append(WRAP_ON).append('\r');
    if (lines.size() > 1) {
      frame.append(ESCAPE).append(lines.size() - 1).append('A');
    }
    drawn = lines;
    columns = wide;
    rows = high;
    return frame.toString();
  }

  /** Returns what takes the region away, so that these lines stand in its place. */
  String clearing(String told) {
    if (drawn.isEmpty()) {
      return told;
    }
    drawn = List.of();
    return ERASE_BELOW + CURSOR_ON + told;
  }

  /** Some of what was told before stays in sight, and the region never fills the screen. */
  private static int height(int rows) {
    return Math.max(1, Math.min(rows - 1, Math.max(LEAST_ROWS, rows * 2 / 3)));
  }
}
