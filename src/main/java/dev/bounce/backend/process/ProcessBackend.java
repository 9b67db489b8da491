package dev.bounce.backend.process;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Finding;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.PropertySpec;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.host.FollowedFiles;
import dev.bounce.host.Host;
import dev.bounce.host.LogFollower;
import dev.bounce.value.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plain processes that bounce itself starts, each in a session of its own.
 *
 * <p>A process is known again by its pid <em>and</em> its start time, noted in a pid file before
 * its command begins. A file that somebody else could have written is an error (B007); a pid that
 * is another process by now is a stopped member, and is never signalled.
 *
 * <p>With {@code match} or {@code pid}, processes that somebody else starts, known by how they look
 * or by a pid file of theirs. Of these it remembers the commands that it has started itself.
 */
public final class ProcessBackend implements Backend {
  private static final Duration STABLE = Duration.ofSeconds(1);

  private final Path folder;
  private final Starts starts = new Starts();

  /**
   * @param stateDirectory below which, in {@code processes/SERVICE}, pid files and logs are kept
   *     that no property places elsewhere
   */
  public ProcessBackend(Path stateDirectory) {
    this.folder = stateDirectory.resolve("processes");
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public List<PropertySpec> properties() {
    Type texts = new Type.ListOf(Type.STRING);
    Type pidFile = new Type.OneOf(List.of(Type.PATH, Type.INTEGER));
    return List.of(
        new PropertySpec("command", texts, true, "The argument vector that a member executes."),
        new PropertySpec(
            "match",
            Type.STRING,
            false,
            "A regular expression that finds the processes by their command lines."),
        new PropertySpec("pid", pidFile, false, "A pid file that somebody else writes, or a pid."),
        new PropertySpec(
            "members", Type.INTEGER, false, "How many processes there are; without it, one."),
        new PropertySpec("directory", Type.PATH, true, "Where the command runs."),
        new PropertySpec(
            "environment",
            new Type.MapOf(Type.STRING),
            true,
            "Variables that are added to the environment of bounce; they may be secret."),
        new PropertySpec("user", Type.STRING, false, "As whom the command runs."),
        new PropertySpec(
            "pid-file", Type.PATH, true, "Where bounce notes which process a member is."),
        new PropertySpec("log", Type.PATH, true, "The file that output is appended to."),
        new PropertySpec("stop-signal", Type.WORD, false, "What asks a process to end: TERM."),
        new PropertySpec(
            "stop-as-group",
            Type.BOOLEAN,
            false,
            "Whether the whole session is asked to end, not only the process that leads it."),
        new PropertySpec(
            "grace", Type.DURATION, false, "How long it may take to end before KILL: 10s."),
        new PropertySpec(
            "start-within",
            Type.DURATION,
            false,
            "With `match` or `pid`, how long it may take until they are there: 30s."),
        new PropertySpec(
            "stable", Type.DURATION, false, "How long a start must last to be believed: 1s."));
  }

  @Override
  public Set<Action> actions() {
    return EnumSet.of(Action.START, Action.STOP, Action.RESTART, Action.SIGNAL);
  }

  @Override
  public Optional<List<String>> declaredMembers(Settings settings) {
    return Optional.of(Member.all(settings, folder).stream().map(Member::name).toList());
  }

  @Override
  public List<MemberState> observe(Settings settings, Host host, Duration timeout)
      throws BackendException {
    if (FoundProcesses.areMeant(settings)) {
      return List.of(FoundProcesses.of(only(settings)).observe(host, timeout, starts));
    }
    List<MemberState> states = new ArrayList<>();
    for (Member member : members(settings)) {
      states.add(Observation.of(member, host));
    }
    return List.copyOf(states);
  }

  @Override
  public Recipe recipe(Action action, Settings settings, List<MemberState> states) {
    if (FoundProcesses.areMeant(settings)) {
      return states.isEmpty()
          ? new Recipe(List.of())
          : new FoundRecipes(only(settings)).recipe(action, states.getFirst());
    }
    return new Recipes(Member.all(settings, folder)).recipe(action, states);
  }

  @Override
  public Recipe signal(String signal, Settings settings, List<MemberState> states) {
    if (FoundProcesses.areMeant(settings)) {
      return states.isEmpty()
          ? new Recipe(List.of())
          : new FoundRecipes(only(settings)).signal(signal, states.getFirst());
    }
    return Recipes.signal(signal, states);
  }

  @Override
  public List<Remark> remarks(Action action, Settings settings, List<MemberState> states) {
    return FoundProcesses.areMeant(settings) && !states.isEmpty()
        ? new FoundRecipes(only(settings)).remarks(action, states.getFirst())
        : List.of();
  }

  @Override
  public List<Finding> diagnose(Host host, Duration timeout) {
    return List.of(
        Finding.yes(Finding.Question.PRESENT, "bounce itself starts and knows the processes"));
  }

  @Override
  public Duration stableWindow(Settings settings) {
    return settings.duration("stable").orElse(STABLE);
  }

  @Override
  public void carryOut(
      Effect effect, Settings settings, Host host, Duration timeout, Runnable taken)
      throws BackendException {
    boolean found = FoundProcesses.areMeant(settings);
    Member member = found ? only(settings) : member(settings, effect.member());
    switch (effect) {
      case Effect.Signal signal when found ->
          new FoundRecipes(member).send(signal, host, timeout, starts);
      case Effect.Spawn spawn when found ->
          new FoundRecipes(member).spawn(spawn, host, timeout, starts);
      case Effect.Signal signal -> Effects.signal(member, signal, host);
      case Effect.Spawn spawn -> Effects.spawn(member, spawn, host, timeout);
      case Effect.RemoteCall _, Effect.HttpCall _, Effect.Command _, Effect.Simulated _ ->
          throw new IllegalArgumentException("not an effect of processes: " + effect.shown());
    }
  }

  @Override
  public List<String> logTail(
      Settings settings, String member, int lines, Host host, Duration timeout) {
    return Member.all(settings, folder).stream()
        .filter(each -> each.name().equals(member))
        .findFirst()
        .map(each -> StartLines.ofTheLast(host.tail(each.logFile(), lines)))
        .orElse(List.of());
  }

  @Override
  public Optional<LogFollower> follow(
      Settings settings, List<String> members, Host host, Duration timeout) {
    Map<Path, String> files = new LinkedHashMap<>();
    for (Member member : Member.all(settings, folder)) {
      if (members.contains(member.name())) {
        FollowedFiles.note(files, member.logFile(), member.name());
      }
    }
    return Optional.of(new FollowedFiles(host, () -> files, settings.service()));
  }

  /**
   * Notes that a member is told to end by somebody else, so that its end is no failure. Does
   * nothing where no process of it is noted.
   */
  public void expectEnd(Settings settings, String member, Host host) throws BackendException {
    Effects.expectEnd(member(settings, member), host);
  }

  /** Found processes are one member, however many they are. */
  private Member only(Settings settings) {
    return Member.only(settings, folder);
  }

  private List<Member> members(Settings settings) throws BackendException {
    List<Member> members = Member.all(settings, folder);
    if (members.isEmpty()) {
      throw new BackendException(
          Code.P012,
          "service " + settings.service() + " cannot have that many members",
          "",
          "`members` is a number from 1 to " + Member.MOST);
    }
    for (Member member : members) {
      if (member.command().arguments().isEmpty()) {
        throw new BackendException(
            Code.P012,
            member.name() + " has no command",
            "",
            "say what it executes, such as: command [\"/usr/bin/redis-server\"]");
      }
    }
    return members;
  }

  private Member member(Settings settings, String name) throws BackendException {
    List<Member> members = members(settings);
    return members.stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            BackendException.noMember(settings, name, members.stream().map(Member::name).toList()));
  }
}
