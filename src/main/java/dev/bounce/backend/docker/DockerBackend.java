package dev.bounce.backend.docker;

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
import dev.bounce.host.Host;
import dev.bounce.host.LogFollower;
import dev.bounce.value.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Containers of a Docker Engine, over its HTTP interface (Engine API; tried with 1.41).
 *
 * <p>Members are containers that exist, by their names. None is ever made or removed: a restart
 * keeps the container with its id, its file system and its settings. The Engine does a restart in
 * one call; what proves it is another start time of the same container, observed.
 *
 * <p>A member is RUNNING as soon as its main process is there. What a HEALTHCHECK says of it is
 * {@link MemberState#healthy}, and counts from the present start only.
 */
public final class DockerBackend implements Backend {
  private static final Duration STABLE_WINDOW = Duration.ofSeconds(1);

  private static final List<PropertySpec> PROPERTIES =
      List.of(
          property(
              "container",
              Type.TEXTS,
              "The name of the container that is the member, or a list of names."),
          property(
              "label",
              Type.TEXTS,
              "A label that the members have, `key` or `key=value`, or a list of them."),
          property(
              "compose",
              Type.STRING,
              "`PROJECT/SERVICE` of docker compose, or `PROJECT` for all of its services."),
          property("project", Type.STRING, "The project of docker compose that members are of."),
          property(
              "compose-service", Type.STRING, "The service of docker compose that members are of."),
          property(
              "server",
              Type.STRING,
              "Where dockerd listens: `unix:///path/of.sock` or `tcp://host:port`; DOCKER_HOST by"
                  + " default."),
          property(
              "stop-within",
              Type.DURATION,
              "How long a container may take to end before it is killed; by default what it was"
                  + " made with."),
          property("start-within", Type.DURATION, "How long a start may take; 60s by default."),
          property(
              "stable",
              Type.DURATION,
              "How long a started container must have run to be believed; 1s by default."));

  private final EngineAddress address;

  /** Returns a backend that looks at the environment of bounce; it holds no state. */
  public DockerBackend() {
    this(name -> Optional.ofNullable(System.getenv(name)));
  }

  /**
   * @param environment variables by name, of which DOCKER_HOST and DOCKER_TLS_VERIFY are read
   */
  public DockerBackend(Function<String, Optional<String>> environment) {
    this.address = new EngineAddress(environment);
  }

  @Override
  public String name() {
    return "docker";
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
    return new Membership(settings).declared();
  }

  /**
   * {@inheritDoc}
   *
   * <p>One call for each member, one more to find those that only labels tell, and one more for the
   * containers that use the network of another when no member is about to change.
   */
  @Override
  public List<MemberState> observe(Settings settings, Host host, Duration timeout)
      throws BackendException {
    EngineClient engine = engine(settings, host, timeout);
    List<Container> containers = new Membership(settings).read(engine);
    boolean settled = containers.stream().allMatch(it -> it.status().equals("running"));
    StateReader reader =
        new StateReader(engine, settled ? StateReader.borrowers(engine) : Map.of());
    List<MemberState> states = new ArrayList<>();
    for (Container container : containers) {
      states.add(reader.read(container));
    }
    return List.copyOf(states);
  }

  @Override
  public Recipe recipe(Action action, Settings settings, List<MemberState> members) {
    return new Recipes(settings).recipe(action, members);
  }

  @Override
  public Recipe signal(String signal, Settings settings, List<MemberState> members) {
    return new Recipes(settings).signal(signal, members);
  }

  @Override
  public List<Remark> remarks(Action action, Settings settings, List<MemberState> members) {
    return Remarks.of(action, members);
  }

  /** {@inheritDoc} Whoever may connect to an Engine may do everything: a look is proof enough. */
  @Override
  public void authorise(Settings settings, Host host, Duration timeout) throws BackendException {
    engine(settings, host, timeout).bytes("/_ping");
  }

  @Override
  public List<Finding> diagnose(Host host, Duration timeout) {
    return new Diagnosis(address, host, timeout).findings();
  }

  @Override
  public boolean hasInside() {
    return true;
  }

  @Override
  public Optional<Host> inside(Settings settings, MemberState member, Host host) {
    return Optional.of(
        new ContainerHost(member.member(), host, timeout -> engine(settings, host, timeout)));
  }

  @Override
  public Duration stableWindow(Settings settings) {
    return settings.duration("stable").orElse(STABLE_WINDOW);
  }

  /**
   * {@inheritDoc}
   *
   * <p>That a container is already where the effect would bring it (304) is no error.
   */
  @Override
  public void carryOut(
      Effect effect, Settings settings, Host host, Duration timeout, Runnable taken)
      throws BackendException {
    switch (effect) {
      case Effect.HttpCall call -> {
        if (!call.endpoint().equals(EngineAddress.planned(settings))) {
          throw new IllegalArgumentException("an effect of another service: " + call.shown());
        }
        engine(settings, host, timeout).change(call.method(), call.target(), taken);
      }
      case Effect.RemoteCall _,
          Effect.Command _,
          Effect.Signal _,
          Effect.Spawn _,
          Effect.Simulated _ ->
          throw new IllegalArgumentException("not an effect of docker: " + effect.shown());
    }
  }

  @Override
  public List<String> logTail(
      Settings settings, String member, int lines, Host host, Duration timeout) {
    try {
      return ContainerLog.tail(engine(settings, host, timeout), member, lines);
    } catch (BackendException _) {
      return List.of();
    }
  }

  @Override
  public Optional<LogFollower> follow(
      Settings settings, List<String> members, Host host, Duration timeout)
      throws BackendException {
    return Optional.of(new ContainerLogs(bound -> engine(settings, host, bound), members, timeout));
  }

  private EngineClient engine(Settings settings, Host host, Duration timeout)
      throws BackendException {
    return new EngineClient(address.find(settings, host), host, timeout);
  }

  private static PropertySpec property(String name, Type type, String documentation) {
    return new PropertySpec(name, type, false, documentation);
  }
}
