package dev.bounce.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What supervisord says of its processes when somebody other than bounce asks: supervisorctl.
 *
 * @param processes by full name
 */
public record SupervisorWorld(Map<String, ProcessLine> processes) {
  private static final Pattern LINE =
      Pattern.compile("(\\S+)\\s+([A-Z]+)\\s*(?:pid (\\d+), .*|.*)?");

  /** Copies the map. */
  public SupervisorWorld {
    processes = Map.copyOf(processes);
  }

  /**
   * A line of {@code supervisorctl status}.
   *
   * @param state supervisord's word
   * @param pid 0 where there is no process
   */
  public record ProcessLine(String state, long pid) {}

  /** Asks. */
  public static SupervisorWorld read(Path configuration) throws IOException {
    Process process =
        new ProcessBuilder("supervisorctl", "-c", configuration.toString(), "status")
            .redirectErrorStream(true)
            .start();
    Map<String, ProcessLine> lines = new LinkedHashMap<>();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String line : said.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String pid = matcher.group(3);
        lines.put(
            matcher.group(1),
            new ProcessLine(matcher.group(2), pid == null ? 0 : Long.parseLong(pid)));
      }
    }
    if (lines.isEmpty()) {
      throw new IOException("supervisorctl said: " + said);
    }
    return new SupervisorWorld(lines);
  }

  /** Returns supervisord's word for the state of a process. */
  public String state(String name) {
    return line(name).state();
  }

  /** Returns the pid of a process, 0 where there is none. */
  public long pid(String name) {
    return line(name).pid();
  }

  /** Returns the pids of some processes, by name. */
  public Map<String, Long> pids(List<String> names) {
    Map<String, Long> pids = new TreeMap<>();
    names.forEach(name -> pids.put(name, pid(name)));
    return pids;
  }

  private ProcessLine line(String name) {
    ProcessLine line = processes.get(name);
    if (line == null) {
      throw new IllegalArgumentException("supervisord knows no " + name + ": " + processes);
    }
    return line;
  }
}
