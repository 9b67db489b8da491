package dev.bounce.backend.supervisor;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Finding;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Patience;
import dev.bounce.backend.PropertySpec;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.host.Endpoint;
import dev.bounce.host.FollowedFiles;
import dev.bounce.host.Host;
import dev.bounce.host.LogFollower;
import dev.bounce.value.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * supervisord, over its XML-RPC interface (supervisor 3.3 and newer; tried with 4.2.5).
 *
 * <p>Members are processes, by the full names that supervisorctl shows. A restart is done in lock
 * step: all given members are stopped, then all are started, each by a call that does not wait;
 * supervisord itself kills what has not ended after its {@code stopwaitsecs}.
 *
 * <p>What a runner reads out of a member's condition while it waits for a start:
 *
 * <ul>
 *   <li>STARTING (supervisord's STARTING): alive, for less than {@code startsecs}.
 *   <li>RETRYING (BACKOFF): this start has failed, as {@code supervisorctl start} would report it
 *       too; supervisord starts it again by itself, up to {@code startretries} times.
 *   <li>FAILED (FATAL, or EXITED with an unexpected status): failed for good.
 * </ul>
 *
 * The detail holds supervisord's word and its {@code spawnerr}. A member that is STARTING has no
 * identity yet: until then nothing is proven.
 */
public final class SupervisorBackend implements Backend {
  /** How long a stop may take where neither the service nor supervisord says more. */
  private static final Duration STOP_BOUND = Duration.ofSeconds(60);

  /** What a stop gets in addition to {@code stopwaitsecs}: supervisord kills only then. */
  private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

  /** How long a start may take, in addition to {@code startsecs} where that is known. */
  private static final Duration START_BOUND = Duration.ofSeconds(60);

  /** supervisord answers a signal when it has sent it. */
  private static final Duration SIGNAL_BOUND = Duration.ofSeconds(10);

  /** Where startsecs is 0, supervisord says RUNNING of a process that dies right away. */
  private static final Duration STABLE_WINDOW = Duration.ofSeconds(1);

  private static final List<PropertySpec> PROPERTIES =
      List.of(
          property("group", Type.STRING, "The group whose processes are the members."),
          property(
              "program",
              Type.TEXTS,
              "The program, process or `group:process` that is the member, or a list of them; with"
                  + " `group`, those of that group."),
          property(
              "server",
              Type.STRING,
              "Where supervisord listens: `unix:///path/of.sock` or `http://host:port`."),
          property(
              "config",
              Type.PATH,
              "The supervisord.conf that says where it listens; by default the one that"
                  + " supervisorctl finds."),
          property("username", Type.STRING, "The user name that supervisord asks for."),
          property("password", Type.SECRET, "The password that supervisord asks for."),
          property(
              "stable",
              Type.DURATION,
              "How long a started process must have lived to be believed; 1s by default."),
          property(
              "start-within",
              Type.DURATION,
              "How long a start may take; by default 60s more than the program's startsecs."),
          property(
              "stop-within",
              Type.DURATION,
              "How long a stop may take; by default 10s more than the program's stopwaitsecs, or"
                  + " 60s where that is not known."),
          property(
              "kill-after",
              Type.DURATION,
              "After how long a member that was told to stop gets KILL; by default, and with 0s,"
                  + " supervisord alone kills, after the program's stopwaitsecs."));

  /** Returns a backend; it holds no state. */
  public SupervisorBackend() {}

  @Override
  public String name() {
    return "supervisor";
  }

  @Override
  public List<PropertySpec> properties() {
    return PROPERTIES;
  }

  @Override
  public Set<Action> actions() {
    return Set.of(Action.START, Action.STOP, Action.RESTART, Action.SIGNAL);
  }

  @Override
  public Optional<List<String>> declaredMembers(Settings settings) {
    return Membership.declared(settings);
  }

  /**
   * {@inheritDoc}
   *
   * <p>One round trip for all members; a second one for their configuration when none of them is
   * about to change, so that what is polled while something is going on stays cheap.
   */
  @Override
  public List<MemberState> observe(Settings settings, Host host, Duration timeout)
      throws BackendException {
    SupervisorClient client = client(settings, host, timeout);
    List<ProcessInfo> members = new Membership(settings, processes(client)).members();
    boolean settled = members.stream().noneMatch(ProcessInfo::isInTransition);
    StateReader reader =
        new StateReader(stableWindow(settings), settled ? configs(client) : Map.of());
    return members.stream().map(reader::read).toList();
  }

  /**
   * {@inheritDoc}
   *
   * <p>A start is sent to every member that does not run, also to one that is on its way up: to
   * such a one supervisord answers ALREADY_STARTED, which is no error, and it is then waited for
   * like the others. One that is STOPPING has to be gone first: until then supervisord takes a
   * start and forgets it. A stop is sent to every member that is not down, also to one in BACKOFF,
   * which would otherwise come back.
   */
  @Override
  public Recipe recipe(Action action, Settings settings, List<MemberState> members) {
    List<MemberState> up = members.stream().filter(it -> !it.condition().isDown()).toList();
    List<MemberState> idle = members.stream().filter(it -> !it.isRunning()).toList();
    return switch (action) {
      case START -> {
        List<MemberState> ending = members.stream().filter(SupervisorBackend::isEnding).toList();
        yield Recipe.of(stop(settings, ending), start(settings, idle));
      }
      case STOP -> Recipe.of(stop(settings, up));
      case RESTART -> Recipe.of(stop(settings, up), start(settings, members));
      case RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL ->
          throw new IllegalArgumentException("supervisor has no " + action.verb());
    };
  }

  @Override
  public Recipe signal(String signal, Settings settings, List<MemberState> members) {
    List<MemberState> up = members.stream().filter(it -> !it.condition().isDown()).toList();
    return Recipe.of(Stage.of(signals(signal, settings, up), Goal.SENT, SIGNAL_BOUND));
  }

  private static List<Effect> signals(String signal, Settings settings, List<MemberState> members) {
    Endpoint endpoint = AccessFinder.planned(settings);
    return members.stream()
        .<Effect>map(member ->
            new Effect.RemoteCall(
                member.member(),
                endpoint,
                "supervisor.signalProcess",
                List.of(member.member(), signal)))
        .toList();
  }

  @Override
  public List<Finding> diagnose(Host host, Duration timeout) {
    return new Diagnosis(host, timeout).findings();
  }

  private static boolean isEnding(MemberState member) {
    return member.condition() == MemberState.Condition.STOPPING;
  }

  @Override
  public Duration stableWindow(Settings settings) {
    return settings.duration("stable").orElse(STABLE_WINDOW);
  }

  /**
   * {@inheritDoc}
   *
   * <p>That a member is already where the effect would bring it is no error. Nor is that a process
   * was started and died at once: supervisord is then in BACKOFF, which the next observation tells.
   */
  @Override
  public void carryOut(
      Effect effect, Settings settings, Host host, Duration timeout, Runnable taken)
      throws BackendException {
    switch (effect) {
      case Effect.RemoteCall call -> {
        if (!call.endpoint().equals(AccessFinder.planned(settings))) {
          throw new IllegalArgumentException("an effect of another service: " + call.shown());
        }
        SupervisorClient client = client(settings, host, timeout);
        XmlRpc.Call sent = new XmlRpc.Call(call.method(), call.arguments());
        if (client.call(sent) instanceof XmlRpc.Fault fault) {
          Faults.refuseUnlessBenign(fault, call, client);
        }
      }
      case Effect.Signal _,
          Effect.Spawn _,
          Effect.HttpCall _,
          Effect.Command _,
          Effect.Simulated _ ->
          throw new IllegalArgumentException("not an effect of supervisor: " + effect.shown());
    }
  }

  @Override
  public List<String> logTail(
      Settings settings, String member, int lines, Host host, Duration timeout) {
    try {
      return new LogTail(client(settings, host, timeout), member).lines(lines);
    } catch (BackendException _) {
      return List.of();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The files themselves: supervisord hands a log out only as far as it is good UTF-8, and says
   * nothing of its rotation.
   */
  @Override
  public Optional<LogFollower> follow(
      Settings settings, List<String> members, Host host, Duration timeout)
      throws BackendException {
    Map<Path, String> files = new LinkedHashMap<>();
    Set<Path> wanted = new HashSet<>();
    for (ProcessInfo process : processes(client(settings, host, timeout))) {
      for (String log : process.logs()) {
        FollowedFiles.note(files, Path.of(log), process.fullName());
        if (members.contains(process.fullName())) {
          wanted.add(Path.of(log));
        }
      }
    }
    files.keySet().retainAll(wanted);
    return Optional.of(new FollowedFiles(host, () -> files, settings.service()));
  }

  /** Asks for all processes there are. */
  static List<ProcessInfo> processes(SupervisorClient client) throws BackendException {
    XmlRpc.Call call = new XmlRpc.Call("supervisor.getAllProcessInfo", List.of());
    return switch (client.call(call)) {
      case XmlRpc.Fault fault -> throw Faults.refused(fault, call.method(), client);
      case XmlRpc.Result(Object value) -> {
        try {
          List<ProcessInfo> processes = new ArrayList<>();
          if (!(value instanceof List<?> structs)) {
            throw new XmlRpc.UnreadableException("not a list of processes");
          }
          for (Object struct : structs) {
            processes.add(ProcessInfo.of(struct));
          }
          yield processes;
        } catch (XmlRpc.UnreadableException e) {
          throw client.unreadable(call, String.valueOf(e.getMessage()));
        }
      }
    };
  }

  /** Asks for the configuration of all processes; whatever goes wrong, less is known. */
  private static Map<String, ProcessConfig> configs(SupervisorClient client) {
    try {
      return client.call(new XmlRpc.Call("supervisor.getAllConfigInfo", List.of()))
              instanceof XmlRpc.Result(Object structs)
          ? ProcessConfig.byFullName(structs)
          : Map.of();
    } catch (BackendException _) {
      return Map.of();
    }
  }

  private static SupervisorClient client(Settings settings, Host host, Duration timeout)
      throws BackendException {
    return new SupervisorClient(AccessFinder.find(settings, host), host, timeout);
  }

  private static Stage stop(Settings settings, List<MemberState> members) {
    List<Effect> stops = calls("supervisor.stopProcess", settings, members);
    Duration bound =
        settings
            .duration("stop-within")
            .or(() -> longest(members, Patience::stop).map(STOP_MARGIN::plus))
            .orElse(STOP_BOUND);
    Optional<Duration> patience = settings.duration("kill-after").filter(Duration::isPositive);
    if (patience.isEmpty() || patience.get().compareTo(bound) >= 0) {
      return Stage.of(stops, Goal.DOWN, bound);
    }
    Stage kill = Stage.of(signals("KILL", settings, members), Goal.DOWN, SIGNAL_BOUND);
    return new Stage(stops, Goal.DOWN, patience.get(), Optional.of(kill));
  }

  private static Stage start(Settings settings, List<MemberState> members) {
    Duration bound =
        settings
            .duration("start-within")
            .or(() -> longest(members, Patience::start).map(START_BOUND::plus))
            .orElse(START_BOUND);
    return Stage.of(calls("supervisor.startProcess", settings, members), Goal.UP_ANEW, bound);
  }

  private static Optional<Duration> longest(
      List<MemberState> members, Function<Patience, Duration> which) {
    return members.stream()
        .flatMap(member -> member.patience().stream())
        .map(which)
        .max(Duration::compareTo);
  }

  /** Returns one call for each member that does not wait for what it brings about. */
  private static List<Effect> calls(String method, Settings settings, List<MemberState> members) {
    Endpoint endpoint = AccessFinder.planned(settings);
    return members.stream()
        .<Effect>map(member ->
            new Effect.RemoteCall(
                member.member(), endpoint, method, List.of(member.member(), false)))
        .toList();
  }

  private static PropertySpec property(String name, Type type, String documentation) {
    return new PropertySpec(name, type, false, documentation);
  }
}
