package dev.bounce.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a command line of bounce has ended.
 *
 * @param exitCode what it said to whoever called it
 * @param out what it wrote for a pipe
 * @param err what it wrote for a person
 */
public record Outcome(int exitCode, String out, String err) {
  private static final Pattern RUN = Pattern.compile("\\b\\d{8}-\\d{6}-[0-9a-f]{4}\\b");
  private static final Pattern PID = Pattern.compile("\\bpid \\d+");
  private static final Pattern SECONDS = Pattern.compile("\\b\\d+\\.\\d+s");
  private static final Pattern DIGEST = Pattern.compile("\\b[0-9a-f]{12,64}\\b");
  private static final Pattern COLUMN_GAP = Pattern.compile("(?<=\\S) {2,}");

  /** Returns everything that it wrote. */
  public String all() {
    return out + err;
  }

  /**
   * Returns what it wrote without what differs from run to run: ids of runs, pids, times, digests,
   * a folder, the widths of columns that follow from those, and the order in which members that are
   * dealt with at the same time are proven.
   */
  public String masked(Path folder) {
    String text = "exit " + exitCode + "\n" + out + (err.isEmpty() ? "" : "--- err\n" + err);
    text = text.replace(folder.toString(), "FOLDER");
    text = RUN.matcher(text).replaceAll("RUN");
    text = PID.matcher(text).replaceAll("pid N");
    text = SECONDS.matcher(text).replaceAll("T");
    text = DIGEST.matcher(text).replaceAll("DIGEST");
    return ordered(COLUMN_GAP.matcher(text).replaceAll("  "));
  }

  private static String ordered(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int from = 0;
    for (int i = 0; i <= lines.size(); i++) {
      if (i == lines.size() || !lines.get(i).startsWith("  ✓ ")) {
        Collections.sort(lines.subList(from, i));
        from = i + 1;
      }
    }
    return String.join("\n", lines) + "\n";
  }
}
