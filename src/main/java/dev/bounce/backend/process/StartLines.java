package dev.bounce.backend.process;

import dev.bounce.host.Host;
import java.util.List;

/** What of a log belongs to the last start: each begins with a line of bounce's own. */
final class StartLines {
  private StartLines() {}

  /** Returns the lines behind the last mark of a start; all of them where there is none. */
  static List<String> ofTheLast(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith(Host.START_MARK)) {
        return lines.subList(i + 1, lines.size());
      }
    }
    return lines;
  }

  /** Returns the last of these lines that says anything; empty where none does. */
  static String lastWords(List<String> lines) {
    return ofTheLast(lines).stream().filter(line -> !line.isBlank()).reduce("", (_, last) -> last);
  }
}
