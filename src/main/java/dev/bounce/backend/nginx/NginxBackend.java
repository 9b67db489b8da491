package dev.bounce.backend.nginx;

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
import dev.bounce.backend.master.Commands;
import dev.bounce.backend.master.DeclaredMaster;
import dev.bounce.backend.master.Diagnosis;
import dev.bounce.backend.master.MasterSignals;
import dev.bounce.backend.master.Sighting.Seen;
import dev.bounce.backend.master.Starter;
import dev.bounce.backend.master.Succession;
import dev.bounce.host.CommandLine;
import dev.bounce.host.FollowedFiles;
import dev.bounce.host.Host;
import dev.bounce.host.LogFollower;
import dev.bounce.host.ProcessIdentity;
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
 * nginx. A member is one master, found by the pid file that it writes; its identity is pid and
 * start time, and a reload is proven by its workers.
 */
public final class NginxBackend implements Backend {
  private static final Duration STABLE = Duration.ofSeconds(1);

  private final Starter starter;

  /**
   * @param stateDirectory below which, in {@code nginx}, is kept what a start has printed
   */
  public NginxBackend(Path stateDirectory) {
    this.starter = new Starter(stateDirectory.resolve("nginx"));
  }

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public List<PropertySpec> properties() {
    return List.of(
        new PropertySpec(
            "pid-file", Type.PATH, true, "Where its configuration lets it write its pid."),
        new PropertySpec(
            "members", Type.INTEGER, false, "How many masters there are; without it, one."),
        new PropertySpec("config", Type.PATH, true, "Its configuration (its option -c)."),
        new PropertySpec("prefix", Type.PATH, true, "The folder of relative paths (-p)."),
        new PropertySpec("binary", Type.PATH, false, "The program, with its whole path."),
        new PropertySpec("user", Type.STRING, false, "As whom it is tested and started."),
        new PropertySpec("log", Type.PATH, true, "Its error log, shown when something fails."),
        new PropertySpec(
            "start-within", Type.DURATION, false, "How long it may take to have workers: 10s."),
        new PropertySpec(
            "stop-within", Type.DURATION, false, "How long requests may take to end: 30s."),
        new PropertySpec(
            "stable", Type.DURATION, false, "How long a start must last to be believed: 1s."));
  }

  @Override
  public Set<Action> actions() {
    return EnumSet.of(
        Action.START,
        Action.STOP,
        Action.RESTART,
        Action.RELOAD,
        Action.HOT_RESTART,
        Action.SIGNAL);
  }

  @Override
  public Optional<List<String>> declaredMembers(Settings settings) {
    return Optional.of(DeclaredMaster.all(settings).stream().map(DeclaredMaster::name).toList());
  }

  @Override
  public List<MemberState> observe(Settings settings, Host host, Duration timeout)
      throws BackendException {
    List<MemberState> states = new ArrayList<>();
    for (DeclaredMaster member : members(settings)) {
      states.add(new Observation(host).of(member));
    }
    return List.copyOf(states);
  }

  private static List<DeclaredMaster> members(Settings settings) throws BackendException {
    return DeclaredMaster.known(settings, Optional.of(Program.PID_FILE));
  }

  @Override
  public Recipe recipe(Action action, Settings settings, List<MemberState> states) {
    return new Recipes(settings, starter).recipe(action, states);
  }

  @Override
  public Recipe signal(String signal, Settings settings, List<MemberState> states) {
    return MasterSignals.recipe(signal, states);
  }

  @Override
  public List<Remark> remarks(Action action, Settings settings, List<MemberState> states) {
    return Remarks.of(action, states);
  }

  @Override
  public void authorise(Settings settings, Host host, Duration timeout) throws BackendException {
    for (DeclaredMaster member : members(settings)) {
      Optional<Seen> master = new Observation(host).look(member).master();
      if (master.isPresent()) {
        Commands.permitSignals(member.name(), master.get().master().identity(), host, timeout);
      }
    }
  }

  @Override
  public List<Finding> diagnose(Host host, Duration timeout) {
    return Diagnosis.of("nginx", List.of(Program.BINARY, "-v"), host, timeout);
  }

  @Override
  public Duration stableWindow(Settings settings) {
    return settings.duration("stable").orElse(STABLE);
  }

  @Override
  public void carryOut(
      Effect effect, Settings settings, Host host, Duration timeout, Runnable taken)
      throws BackendException {
    DeclaredMaster member = DeclaredMaster.named(effect.member(), settings);
    switch (effect) {
      case Effect.Signal signal -> send(signal, member, host);
      case Effect.Spawn spawn -> {
        Settings complete = Program.withCommands(settings);
        new Start(member, complete, starter, host, timeout).perform(spawn);
      }
      case Effect.Command test ->
          Commands.check(
              "the test of the configuration of " + member.name(),
              new CommandLine(test.arguments(), Optional.empty(), Map.of(), test.user()),
              host,
              timeout);
      case Effect.RemoteCall _, Effect.HttpCall _, Effect.Simulated _ ->
          throw new IllegalArgumentException("not an effect of nginx: " + effect.shown());
    }
  }

  private static void send(Effect.Signal signal, DeclaredMaster member, Host host)
      throws BackendException {
    for (ProcessIdentity receiver : receivers(signal, member, host)) {
      Commands.signal(member.name(), receiver, signal.signal(), host);
    }
  }

  private static List<ProcessIdentity> receivers(
      Effect.Signal signal, DeclaredMaster member, Host host) throws BackendException {
    if (signal.process().isPresent()) {
      return List.of(signal.process().get());
    }
    Succession seen = new Observation(host).look(member);
    return (signal.successor() ? seen.successor() : seen.master())
        .map(found -> MasterSignals.receivers(found, signal.signal()))
        .orElse(List.of());
  }

  @Override
  public List<String> logTail(
      Settings settings, String member, int lines, Host host, Duration timeout) {
    Optional<Path> log =
        DeclaredMaster.all(settings).stream()
            .filter(each -> each.name().equals(member))
            .findFirst()
            .flatMap(each -> Program.log(each.settings()));
    return log.isPresent()
        ? host.tail(log.get(), lines)
        : starter.logTail(Program.withCommands(settings), member, lines, host, timeout);
  }

  @Override
  public Optional<LogFollower> follow(
      Settings settings, List<String> members, Host host, Duration timeout) {
    Map<Path, String> files = new LinkedHashMap<>();
    for (DeclaredMaster member : DeclaredMaster.all(settings)) {
      if (members.contains(member.name())) {
        Program.log(member.settings())
            .ifPresent(log -> FollowedFiles.note(files, log, member.name()));
      }
    }
    return files.isEmpty()
        ? starter.follow(Program.withCommands(settings), members, host, timeout)
        : Optional.of(new FollowedFiles(host, () -> files, settings.service()));
  }
}
