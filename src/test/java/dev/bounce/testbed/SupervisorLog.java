package dev.bounce.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What supervisord has written down of its processes, in order.
 *
 * @param events one for each line about a process
 */
public record SupervisorLog(List<ProcessEvent> events) {
  // As supervisor 4.2.5 writes them; a process is named without its group.
  private static final Pattern SPAWNED = Pattern.compile("INFO spawned: '(.+)' with pid \\d+");
  private static final Pattern RUNNING = Pattern.compile("INFO success: (.+) entered RUNNING .*");
  private static final Pattern STOPPING = Pattern.compile("INFO waiting for (.+) to stop");
  private static final Pattern ENDED = Pattern.compile("[A-Z]+ (?:stopped|exited): (.+) \\(.*\\)");

  /** Copies the list. */
  public SupervisorLog {
    events = List.copyOf(events);
  }

  /** What has happened to a process. */
  public enum Kind {
    SPAWNED,
    RUNNING,
    STOPPING,
    ENDED
  }

  /** Something that has happened to a process. */
  public record ProcessEvent(Kind kind, String process) {}

  /**
   * Reads a log.
   *
   * @param from how many of its lines are of no interest
   */
  public static SupervisorLog read(Path file, long from) throws IOException {
    List<ProcessEvent> events = new ArrayList<>();
    for (String line : Files.readAllLines(file).stream().skip(from).toList()) {
      // Date, time, and what happened.
      String[] words = line.split(" ", 3);
      if (words.length == 3) {
        add(events, Kind.SPAWNED, SPAWNED.matcher(words[2]));
        add(events, Kind.RUNNING, RUNNING.matcher(words[2]));
        add(events, Kind.STOPPING, STOPPING.matcher(words[2]));
        add(events, Kind.ENDED, ENDED.matcher(words[2]));
      }
    }
    return new SupervisorLog(events);
  }

  private static void add(List<ProcessEvent> events, Kind kind, Matcher matcher) {
    if (matcher.matches()) {
      events.add(new ProcessEvent(kind, matcher.group(1)));
    }
  }

  /** Returns how many processes have been spawned. */
  public long spawned() {
    return events.stream().filter(event -> event.kind() == Kind.SPAWNED).count();
  }

  /** Returns how many were RUNNING when the fewest were, given those that were before. */
  public int fewestRunning(Collection<String> before) {
    Set<String> running = new HashSet<>(before);
    int fewest = running.size();
    for (ProcessEvent event : events) {
      switch (event.kind()) {
        case RUNNING -> running.add(event.process());
        case STOPPING, ENDED -> running.remove(event.process());
        case SPAWNED -> {}
      }
      fewest = Math.min(fewest, running.size());
    }
    return fewest;
  }
}
