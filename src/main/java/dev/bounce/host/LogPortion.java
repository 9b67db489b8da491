package dev.bounce.host;

import java.util.List;
import java.util.Optional;

/**
 * What was added to a log between two looks.
 *
 * @param source whose log it is: the name of a member, or of a file
 * @param lines the first of them, oldest first, without their endings
 * @param omitted how many more there were
 * @param trouble why the log cannot be read, where it cannot
 */
public record LogPortion(
    String source, List<String> lines, long omitted, Optional<String> trouble) {
  /** Copies the list. */
  public LogPortion {
    lines = List.copyOf(lines);
  }

  /** Returns that a log cannot be read. */
  public static LogPortion trouble(String source, String why) {
    return new LogPortion(source, List.of(), 0, Optional.of(why));
  }

  /** Returns it without its trouble. */
  public LogPortion withoutTrouble() {
    return new LogPortion(source, lines, omitted, Optional.empty());
  }

  /** Tells whether anything was added, shown or only counted. */
  public boolean holdsLines() {
    return !lines.isEmpty() || omitted > 0;
  }

  /** Tells whether it says nothing. */
  public boolean isEmpty() {
    return !holdsLines() && trouble.isEmpty();
  }
}
