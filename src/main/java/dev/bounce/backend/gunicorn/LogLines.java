package dev.bounce.backend.gunicorn;

import java.util.ArrayList;
import java.util.List;

/**
 * What explains a failure in gunicorn's log: when its application cannot be loaded it writes some
 * fifty lines, most of them about itself.
 */
final class LogLines {
  private static final String FRAME = "  File \"";
  private static final List<String> NOISE =
      List.of(
          "Traceback (most recent call last):",
          "During handling of the above exception, another exception occurred:");

  private LogLines() {}

  /** Returns the last lines without the frames of gunicorn and of Python's own import. */
  static List<String> explaining(List<String> lines, int atMost) {
    List<String> kept = new ArrayList<>();
    boolean inForeignFrame = false;
    for (String line : lines) {
      if (line.startsWith(FRAME)) {
        inForeignFrame = line.contains("/gunicorn/") || line.contains("importlib");
      } else if (!line.startsWith("    ")) {
        inForeignFrame = false;
      }
      if (!inForeignFrame && !line.isBlank() && !NOISE.contains(line)) {
        kept.add(line);
      }
    }
    return List.copyOf(kept.subList(Math.max(0, kept.size() - atMost), kept.size()));
  }
}
