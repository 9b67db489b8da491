package dev.bounce.backend.docker;

import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /proc} in a container says of its processes, by the container's own pids. */
final class ContainerProcesses {
  private static final int LIMIT_BYTES = 1 << 23;
  private static final int STALE = 3;

  /**
   * Writes, for each living process, a line of a random word, the effective uid, whether a text
   * stands in its environment, and its line of proc_pid_stat(5); behind it its argument vector as
   * it is. The line is read again at the end: another start time means another process. A process
   * has no arguments for a moment while it executes another program, so these are looked for again.
   */
  private static final String SCAN =
      """
      word=$1 text=$2
      shift 2
      [ $# -gt 0 ] || set -- /proc/[0-9]*
      for at; do
        [ "$at" != "/proc/$$" ] || continue
        { IFS= read -r stat; } 2>/dev/null <"$at/stat" || continue
        user=
        while read -r key _ effective _; do
          [ "$key" != Uid: ] || { user=$effective; break; }
        done 2>/dev/null <"$at/status"
        [ -n "$user" ] || continue
        marked=0
        if [ -n "$text" ]; then
          while IFS= read -r line || [ -n "$line" ]; do
            case $line in *"$text"*) marked=1 ;; esac
          done 2>/dev/null <"$at/environ"
        fi
        printf '\\n%s %s %s %s\\n' "$word" "$user" "$marked" "$stat"
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
          { IFS= read -r first || [ -n "$first" ]; } 2>/dev/null <"$at/cmdline" && break
        done
        cat "$at/cmdline" 2>/dev/null
        { IFS= read -r again; } 2>/dev/null <"$at/stat" || again=
        printf '\\n%s again %s\\n' "$word" "$again"
      done
      """;

  /** Sends a signal to a process of a pid and a start time, and to no other. */
  private static final String SIGNAL =
      """
      pid=$1 start=$2 signal=$3
      { IFS= read -r stat; } 2>/dev/null <"/proc/$pid/stat" || exit 3
      set -- ${stat##*) }
      [ "$1" != Z ] && [ "$1" != X ] && [ "${20}" = "$start" ] || exit 3
      kill -s "$signal" "$pid" || exit 4
      """;

  private static final Pattern STAT =
      Pattern.compile("([0-9]+) \\(.*\\) (\\S) ([0-9]+) [0-9]+ ([0-9]+)((?: \\S+)*)");

  /** Where the start time stands in proc_pid_stat(5) behind the session. */
  private static final int START_AFTER_SESSION = 15;

  private static final Pattern SIGNAL_NAME = Pattern.compile("[A-Z][A-Z0-9]*([+-][0-9]+)?");

  private final String container;
  private final ContainerShell shell;

  ContainerProcesses(String container, ContainerShell shell) {
    this.container = container;
    this.shell = shell;
  }

  /**
   * A living process.
   *
   * @param marked whether the text that was looked for stands in its environment
   */
  record Seen(RunningProcess process, long session, boolean marked) {
    long pid() {
      return process.identity().pid();
    }
  }

  /** Returns all living processes by rising pid, without bounce's own. */
  List<Seen> all() throws HostException {
    return scan("", List.of());
  }

  /**
   * Returns all living processes by rising pid, without bounce's own.
   *
   * @param text what is looked for in their environments
   */
  List<Seen> marked(String text) throws HostException {
    return scan(text, List.of());
  }

  /** Returns the living process of that pid. */
  Optional<Seen> one(long pid) throws HostException {
    return scan("", List.of("/proc/" + pid)).stream().findFirst();
  }

  private List<Seen> scan(String text, List<String> places) throws HostException {
    String word = UUID.randomUUID().toString();
    List<String> arguments = new ArrayList<>(List.of(word, text));
    arguments.addAll(places);
    ContainerShell.Result result = shell.run(LIMIT_BYTES, SCAN, arguments.toArray(String[]::new));
    if (!result.whole()) {
      throw new HostException(
          Reason.UNREADABLE, "there are too many processes in the container " + container);
    }
    List<Seen> seen = new ArrayList<>();
    // Each byte as one character, so that nothing in an argument is taken for something else.
    String output = new String(result.bytes(), StandardCharsets.ISO_8859_1);
    List<String> parts = List.of(output.split("\n" + word + " ", -1));
    for (int i = 1; i + 1 < parts.size(); i += 2) {
      read(parts.get(i), parts.get(i + 1)).filter(it -> !isOwn(it)).ifPresent(seen::add);
    }
    seen.sort(Comparator.comparingLong(Seen::pid));
    return List.copyOf(seen);
  }

  private static Optional<Seen> read(String first, String second) {
    int lineEnd = first.indexOf('\n');
    String[] words = first.substring(0, Math.max(0, lineEnd)).split(" ", 3);
    if (words.length < 3) {
      return Optional.empty();
    }
    Matcher stat = STAT.matcher(words[2]);
    Matcher again = STAT.matcher(second.strip().replaceFirst("^again ", ""));
    if (!stat.matches() || !again.matches() || !start(stat).equals(start(again))) {
      return Optional.empty();
    }
    if (again.group(2).matches("[ZXx]")) {
      return Optional.empty(); // it has ended: only its parent has not yet asked how
    }
    ProcessIdentity identity =
        new ProcessIdentity(
            Long.parseLong(stat.group(1)),
            Long.parseLong(start(stat)),
            Integer.parseUnsignedInt(words[0]));
    List<String> arguments = arguments(first.substring(lineEnd + 1));
    return Optional.of(
        new Seen(
            new RunningProcess(identity, Long.parseLong(stat.group(3)), arguments),
            Long.parseLong(stat.group(4)),
            words[1].equals("1")));
  }

  private static String start(Matcher stat) {
    return stat.group(5).strip().split(" ", -1)[START_AFTER_SESSION];
  }

  private static List<String> arguments(String bytes) {
    String text = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return List.of();
    }
    String ended = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return Arrays.asList(ended.split("\0", -1));
  }

  private static boolean isOwn(Seen seen) {
    List<String> arguments = seen.process().arguments();
    return arguments.size() > 3
        && arguments.get(1).equals("-c")
        && arguments.get(3).equals(ContainerShell.NAME);
  }

  /**
   * Sends a signal to the very process that is meant.
   *
   * @throws HostException STALE when it is gone
   */
  void signal(ProcessIdentity process, String signal) throws HostException {
    if (!SIGNAL_NAME.matcher(signal).matches()) {
      throw new HostException(Reason.FAILED, "not the name of a signal: " + signal);
    }
    if (process.pid() == 1) {
      throw new HostException(
          Reason.FAILED, "pid 1 is the container " + container + " itself: restart that instead");
    }
    ContainerShell.Result result =
        shell.run(
            1, SIGNAL, Long.toString(process.pid()), Long.toString(process.startTicks()), signal);
    if (result.exitCode() == STALE) {
      throw new HostException(
          Reason.STALE,
          "pid %d in %s is not that process any more".formatted(process.pid(), container));
    }
    if (result.exitCode() != 0 && one(process.pid()).isPresent()) {
      throw new HostException(
          Reason.PERMISSION,
          "signal %s to pid %d in %s: %s"
              .formatted(signal, process.pid(), container, result.errors()));
    }
  }
}
