package dev.bounce.backend.process;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MainProcess;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.LocalHost;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The processes that make up a member which somebody else starts: all whose argument vector a
 * regular expression finds something in, or the one that a pid file names, or both.
 *
 * <p>The oldest of them is the member's identity: the others come and go while it lives, and a
 * restart leaves none. Pid 1 is never among them: it is the machine or the container itself. Nor is
 * bounce, or what bounce was started by, whose command lines may hold the very expression.
 */
final class FoundProcesses {
  /** All of them, as {@link #write} has them. */
  static final String FACT = "processes";

  private static final int PID_FILE_LIMIT_BYTES = 64;

  /** Where the last words of a command are looked for. */
  private static final int LAST_LINES = 5;

  /** Times of files are told in seconds, and start times are known to some hundredths. */
  private static final Duration ROUNDING = Duration.ofSeconds(2);

  private static final int WRITABLE_BY_OTHERS = 0002;

  private final Member member;
  private final Optional<Pattern> match;
  private final Optional<Path> pidFile;

  private FoundProcesses(Member member, Optional<Pattern> match, Optional<Path> pidFile) {
    this.member = member;
    this.match = match;
    this.pidFile = pidFile;
  }

  /** Tells whether a service is of processes that somebody else starts. */
  static boolean areMeant(Settings settings) {
    return settings.values().containsKey("match") || settings.values().containsKey("pid");
  }

  /**
   * Returns what is looked for.
   *
   * @throws BackendException P012 when that makes no sense
   */
  static FoundProcesses of(Member member) throws BackendException {
    Settings settings = member.settings();
    if (settings.number("members").isPresent()) {
      throw new BackendException(
          Code.P012,
          "%s has both `members` and `match` or `pid`".formatted(member.name()),
          "what is found is one member, however many processes it has",
          "leave `members` out");
    }
    try {
      return new FoundProcesses(
          member, settings.text("match").map(Pattern::compile), settings.text("pid").map(Path::of));
    } catch (PatternSyntaxException e) {
      throw new BackendException(
          Code.P012,
          "the `match` of " + member.name() + " is no regular expression",
          e.getDescription(),
          "");
    }
  }

  MemberState observe(Host host, Duration timeout, Starts starts) throws BackendException {
    Optional<Starts.Ended> ended = starts.ended(member, host);
    List<RunningProcess> all = all(host);
    List<RunningProcess> living = living(all, host, timeout);
    Optional<ProcessIdentity> oldest =
        living.stream().map(RunningProcess::identity).min(OLDEST_FIRST);
    Map<String, String> facts = facts(all, living, host);
    if (oldest.isEmpty()) {
      return down(ended.filter(it -> it.hasFailed(host)), host).withFacts(facts);
    }
    String others = living.size() == 1 ? "" : " and " + (living.size() - 1) + " more";
    return new MemberState(
            member.name(),
            Condition.RUNNING,
            Optional.of(
                new Identity(
                    "pid+start", write(oldest.get()), "pid " + oldest.get().pid() + others)),
            Optional.of(host.startedAt(oldest.get())),
            "")
        .withFacts(facts);
  }

  private MemberState down(Optional<Starts.Ended> failed, Host host) {
    return new MemberState(
        member.name(),
        failed.isPresent() ? Condition.FAILED : Condition.STOPPED,
        Optional.empty(),
        Optional.empty(),
        failed.map(start -> told(start, host)).orElse(""));
  }

  private String told(Starts.Ended start, Host host) {
    String words = StartLines.lastWords(host.tail(member.logFile(), LAST_LINES));
    return "what starts it ended with exit code %d%s, and nothing of it is there"
        .formatted(start.exitCode(), words.isEmpty() ? "" : " (" + words + ")");
  }

  private Map<String, String> facts(
      List<RunningProcess> all, List<RunningProcess> living, Host host) {
    Map<String, String> facts = new HashMap<>();
    if (!living.isEmpty()) {
      facts.put(
          FACT,
          living.stream()
              .map(process -> write(process.identity()))
              .collect(Collectors.joining(" ")));
    }
    if (!(host instanceof LocalHost) && match.isPresent()) {
      new FirstProcess(all, process -> matches(process, match.get()))
          .endsWithThem()
          .ifPresent(first -> new MainProcess(first).note(facts));
    }
    return facts;
  }

  private static final Comparator<ProcessIdentity> OLDEST_FIRST =
      Comparator.comparingLong(ProcessIdentity::startTicks).thenComparingLong(ProcessIdentity::pid);

  /** Returns the processes that were seen when a state was. */
  static List<ProcessIdentity> seen(MemberState state) {
    String fact = state.facts().getOrDefault(FACT, "");
    return fact.isEmpty()
        ? List.of()
        : Pattern.compile(" ").splitAsStream(fact).map(FoundProcesses::read).toList();
  }

  private static String write(ProcessIdentity process) {
    return "%d:%d:%s"
        .formatted(process.pid(), process.startTicks(), Integer.toUnsignedString(process.userId()));
  }

  private static ProcessIdentity read(String text) {
    String[] parts = text.split(":", -1);
    return new ProcessIdentity(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseUnsignedInt(parts[2]));
  }

  /** Looks for them. */
  List<RunningProcess> living(Host host, Duration timeout) throws BackendException {
    return living(all(host), host, timeout);
  }

  private List<RunningProcess> all(Host host) throws BackendException {
    try {
      return host.processes();
    } catch (HostException e) {
      throw lost(e);
    }
  }

  private List<RunningProcess> living(List<RunningProcess> all, Host host, Duration timeout)
      throws BackendException {
    try {
      Set<Long> own = host instanceof LocalHost ? bounceItself(all) : Set.of();
      Optional<Long> noted =
          pidFile.isPresent() ? noted(pidFile.get(), host, timeout) : Optional.empty();
      return all.stream()
          .filter(process -> process.identity().pid() > 1)
          .filter(process -> !own.contains(process.identity().pid()))
          .filter(process -> pidFile.isEmpty() || isNoted(process, noted))
          .filter(process -> match.isEmpty() || matches(process, match.get()))
          .toList();
    } catch (HostException e) {
      throw lost(e);
    }
  }

  private BackendException lost(HostException e) {
    return BackendException.of(
        e,
        Code.B001,
        "the processes of " + member.name() + " cannot be looked for",
        "is the place where they run up?");
  }

  private static boolean isNoted(RunningProcess process, Optional<Long> noted) {
    return noted.isPresent() && noted.get() == process.identity().pid();
  }

  private static boolean matches(RunningProcess process, Pattern pattern) {
    return !process.arguments().isEmpty()
        && pattern.matcher(String.join(" ", process.arguments())).find();
  }

  /** Returns the pids of bounce and of everything that it was started by. */
  private static Set<Long> bounceItself(List<RunningProcess> all) {
    Map<Long, Long> parents = new HashMap<>();
    all.forEach(process -> parents.put(process.identity().pid(), process.parent()));
    Set<Long> own = new HashSet<>();
    Long pid = ProcessHandle.current().pid();
    while (pid != null && own.add(pid)) {
      pid = parents.get(pid);
    }
    return own;
  }

  /**
   * Returns the pid that a file names, if it can be that of the process that wrote it: the file
   * must not be older than the process, and must belong to root or to the process's own user.
   *
   * @throws BackendException B007 when somebody else could have written it
   */
  private Optional<Long> noted(Path file, Host host, Duration timeout)
      throws HostException, BackendException {
    if (file.toString().matches("[0-9]{1,18}")) {
      return Optional.of(Long.parseLong(file.toString())); // the runbook itself says which
    }
    if (!host.exists(file)) {
      return Optional.empty();
    }
    String text = host.read(file, PID_FILE_LIMIT_BYTES).strip();
    if (!text.matches("[0-9]{1,18}")) {
      throw unbelieved(file, "it does not hold a pid alone");
    }
    Optional<ProcessIdentity> process = host.process(Long.parseLong(text));
    if (process.isEmpty()) {
      return Optional.empty();
    }
    CommandResult stat =
        host.execute(
            CommandLine.of(List.of("stat", "-L", "-c", "%u %Y %a", file.toString())),
            timeout,
            _ -> {});
    String[] words = stat.output().strip().split(" ", -1);
    if (stat.exitCode() != 0 || words.length != 3) {
      throw unbelieved(file, "stat says: " + stat.output().strip());
    }
    if (!words[0].equals("0")
        && !words[0].equals(Integer.toUnsignedString(process.get().userId()))) {
      throw unbelieved(
          file,
          "it belongs to uid %s, and pid %s to uid %s"
              .formatted(words[0], text, Integer.toUnsignedString(process.get().userId())));
    }
    if ((Integer.parseInt(words[2], 8) & WRITABLE_BY_OTHERS) != 0) {
      throw unbelieved(file, "anybody may write it");
    }
    Instant written = Instant.ofEpochSecond(Long.parseLong(words[1]));
    boolean isWriter = !host.startedAt(process.get()).isAfter(written.plus(ROUNDING));
    return isWriter ? Optional.of(process.get().pid()) : Optional.empty();
  }

  private BackendException unbelieved(Path file, String cause) {
    return new BackendException(
        Code.B007,
        "the pid file %s of %s is not believed".formatted(file, member.name()),
        cause,
        "let the service write it anew, as root or as its own user");
  }
}
