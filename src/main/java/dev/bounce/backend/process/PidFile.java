package dev.bounce.backend.process;

import dev.bounce.host.ProcessIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What bounce noted of a process before it began: enough to tell it from every other one that ever
 * has its pid. The first line is the pid alone, so that a script can read it.
 *
 * @param process the process
 * @param boot the boot of the machine that its start time counts from, {@code boot_id} of random(4)
 * @param member the member that it is
 * @param told the signal by which bounce last told it to stop, absent while nothing has
 */
record PidFile(ProcessIdentity process, String boot, String member, Optional<String> told) {
  /** Reads what {@link #text} wrote, and nothing else. */
  static Optional<PidFile> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", 2);
      fields.put(words[0], words.length == 2 ? words[1] : "");
    }
    try {
      return Optional.of(
          new PidFile(
              new ProcessIdentity(
                  Long.parseLong(lines.getFirst()),
                  Long.parseLong(fields.getOrDefault("start", "")),
                  Integer.parseUnsignedInt(fields.getOrDefault("user", ""))),
              fields.getOrDefault("boot", ""),
              fields.getOrDefault("member", ""),
              Optional.ofNullable(fields.get("told"))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Returns it as it stands in the file. */
  String text() {
    return """
    %d
    start %d
    user %s
    boot %s
    member %s
    """
            .formatted(
                process.pid(),
                process.startTicks(),
                Integer.toUnsignedString(process.userId()),
                boot,
                member)
        + told.map(signal -> "told " + signal + "\n").orElse("");
  }

  PidFile told(String signal) {
    return new PidFile(process, boot, member, Optional.of(signal));
  }

  /**
   * Tells whether a living process is the one that was noted. What root started may have given up
   * its rights since; a process can never become another one's otherwise.
   */
  boolean isOf(ProcessIdentity living) {
    return living.pid() == process.pid()
        && living.startTicks() == process.startTicks()
        && (living.userId() == process.userId() || process.userId() == 0);
  }
}
