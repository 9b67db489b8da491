package dev.bounce.backend.gunicorn;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Finding;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.ProcessMark;
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
import dev.bounce.host.CommandLine;
import dev.bounce.host.Host;
import dev.bounce.host.LogFollower;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.value.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gunicorn. A member is one master, found by the pid file that it writes; its identity is pid and
 * start time, and its workers are judged one by one.
 */
public final class GunicornBackend implements Backend {
  private static final Duration STABLE = Duration.ofSeconds(2);
  private static final int LOG_LINES = 300;

  private final Starter starter;

  /**
   * @param stateDirectory below which, in {@code gunicorn}, notes and logs are kept of what bounce
   *     itself starts
   */
  public GunicornBackend(Path stateDirectory) {
    this.starter = new Starter(stateDirectory.resolve("gunicorn"));
  }

  @Override
  public String name() {
    return "gunicorn";
  }

  @Override
  public List<PropertySpec> properties() {
    Type texts = new Type.ListOf(Type.STRING);
    return List.of(
        new PropertySpec(
            "pid-file", Type.PATH, true, "Where gunicorn writes its pid (its option --pid)."),
        new PropertySpec(
            "members", Type.INTEGER, false, "How many masters there are; without it, one."),
        new PropertySpec("command", texts, true, "The argument vector that starts it."),
        new PropertySpec("directory", Type.PATH, true, "Where command and import check run."),
        new PropertySpec(
            "environment",
            new Type.MapOf(Type.STRING),
            true,
            "Variables that are added to the environment of command and import check."),
        new PropertySpec("user", Type.STRING, false, "As whom command and import check run."),
        new PropertySpec(
            "import-check",
            texts,
            true,
            "A command that must succeed before gunicorn is told to load new code."),
        new PropertySpec(
            "preload",
            Type.BOOLEAN,
            false,
            "Whether the application is loaded before the fork, where its command does not say."),
        new PropertySpec("log", Type.PATH, true, "Its log, shown when something fails."),
        new PropertySpec(
            "start-within", Type.DURATION, false, "How long it may take to have workers: 1m."),
        new PropertySpec(
            "stop-within", Type.DURATION, false, "How long it may take to end before KILL: 40s."),
        new PropertySpec(
            "stable", Type.DURATION, false, "How long a start must last to be believed: 2s."));
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
    Observation observation = new Observation(settings, starter, host, timeout);
    List<MemberState> states = new ArrayList<>();
    for (DeclaredMaster member : DeclaredMaster.known(settings, Optional.empty())) {
      states.add(observation.of(member));
    }
    return List.copyOf(states);
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
    return Remarks.of(action, settings, states);
  }

  @Override
  public void authorise(Settings settings, Host host, Duration timeout) throws BackendException {
    Observation observation = new Observation(settings, starter, host, timeout);
    for (DeclaredMaster member : DeclaredMaster.known(settings, Optional.empty())) {
      Optional<Seen> master = observation.look(member).master();
      if (master.isPresent()) {
        Commands.permitSignals(member.name(), master.get().master().identity(), host, timeout);
      }
    }
  }

  @Override
  public List<Finding> diagnose(Host host, Duration timeout) {
    return Diagnosis.of("gunicorn", List.of("gunicorn", "--version"), host, timeout);
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
    Observation observation = new Observation(settings, starter, host, timeout);
    switch (effect) {
      case Effect.Signal signal -> send(signal, member, observation);
      case Effect.Spawn spawn -> {
        if (observation.look(member).master().isEmpty()) {
          starter.carryOut(spawn, settings, host, timeout);
        }
      }
      case Effect.Command check -> {
        Settings own = member.settings();
        CommandLine command =
            new CommandLine(
                check.arguments(),
                own.text("directory").map(Path::of),
                own.map("environment"),
                check.user());
        Duration within = Recipes.startWithin(settings);
        Commands.check("the import check of " + member.name(), command, host, within);
      }
      case Effect.RemoteCall _, Effect.HttpCall _, Effect.Simulated _ ->
          throw new IllegalArgumentException("not an effect of gunicorn: " + effect.shown());
    }
  }

  /** What bounce itself has started is signalled by the one who keeps its note. */
  private void send(Effect.Signal signal, DeclaredMaster member, Observation observation)
      throws BackendException {
    for (ProcessIdentity receiver : receivers(signal, member, observation)) {
      if (isNoted(receiver, member, observation)) {
        Effect.Signal known =
            new Effect.Signal(
                signal.member(), Optional.of(receiver), signal.signal(), signal.session());
        starter.carryOut(known, observation.settings(), observation.host(), observation.timeout());
      } else {
        Commands.signal(member.name(), receiver, signal.signal(), observation.host());
      }
    }
  }

  private static List<ProcessIdentity> receivers(
      Effect.Signal signal, DeclaredMaster member, Observation observation)
      throws BackendException {
    if (signal.process().isPresent()) {
      return List.of(signal.process().get());
    }
    if (signal.successor()) {
      return observation
          .look(member)
          .successor()
          .map(seen -> MasterSignals.receivers(seen, signal.signal()))
          .orElse(List.of());
    }
    return observation.of(member).identity().map(ProcessMark::process).stream().toList();
  }

  private boolean isNoted(ProcessIdentity process, DeclaredMaster member, Observation observation)
      throws BackendException {
    if (member.settings().texts("command").isEmpty()) {
      return false;
    }
    return starter
        .observe(observation.settings(), member.index(), observation.host(), observation.timeout())
        .identity()
        .map(ProcessMark::process)
        .filter(noted -> noted.pid() == process.pid() && noted.startTicks() == process.startTicks())
        .isPresent();
  }

  @Override
  public List<String> logTail(
      Settings settings, String member, int lines, Host host, Duration timeout) {
    List<DeclaredMaster> members = DeclaredMaster.all(settings);
    Optional<DeclaredMaster> meant =
        members.stream().filter(each -> each.name().equals(member)).findFirst();
    boolean hasLog =
        meant
            .filter(each ->
                each.settings().text("log").isPresent()
                    || !each.settings().texts("command").isEmpty())
            .isPresent();
    return hasLog
        ? LogLines.explaining(starter.logTail(settings, member, LOG_LINES, host, timeout), lines)
        : List.of();
  }

  @Override
  public Optional<LogFollower> follow(
      Settings settings, List<String> members, Host host, Duration timeout) {
    return starter.follow(settings, members, host, timeout);
  }
}
