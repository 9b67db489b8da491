package dev.bounce.backend.systemd;

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
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * systemd, by systemctl and journalctl (tried with systemd 252).
 *
 * <p>Members are units, by the names that systemd gives them. What changes one is a job of
 * systemd's own, which goes on when bounce does not; what came of it is observed, with one {@code
 * systemctl show} for all members.
 *
 * <p>It remembers one thing: the units that it has sent something to. systemd forgets a unit that
 * is stopped and that nothing else needs, and a pattern that found it a moment ago finds it no
 * more; but it is stopped, and not gone.
 */
public final class SystemdBackend implements Backend {
  /** systemd says active of a Type=simple that dies right away. */
  private static final Duration STABLE_WINDOW = Duration.ofSeconds(1);

  private static final List<PropertySpec> PROPERTIES =
      List.of(
          property(
              "unit",
              Type.TEXTS,
              "The unit that is the member, or a list of them: a name, a pattern such as"
                  + " `worker@*.service` for the loaded units that match, or a target for the"
                  + " services that belong to it. By default the service's own name."),
          property(
              Scope.PROPERTY,
              new Type.EnumOf(List.of("system", "user")),
              "`system` for the machine's systemd, `user` for that of the user who runs bounce."),
          property("user", Type.STRING, "As whom systemctl changes something; root by default."),
          property(
              "daemon-reload",
              Type.BOOLEAN,
              "Whether systemd reads all unit files anew before a member whose file has changed is"
                  + " started; without it such a start is refused."),
          property(
              "stable",
              Type.DURATION,
              "How long a started unit must have lived to be believed; 1s by default."),
          property(
              "start-within",
              Type.DURATION,
              "How long a start may take; by default 10s more than the unit's TimeoutStartSec."),
          property(
              "stop-within",
              Type.DURATION,
              "How long a stop may take; by default 10s more than the unit's TimeoutStopSec."),
          property(
              "kill-after",
              Type.DURATION,
              "After how long all processes of a member that was told to stop get KILL; by default,"
                  + " and with 0s, systemd alone kills, after TimeoutStopSec."));

  private final Set<Touched> touched = ConcurrentHashMap.newKeySet();

  /** A unit that this backend has sent something to. */
  private record Touched(String host, Scope scope, String unit) {}

  /** Returns a backend that has touched nothing yet. */
  public SystemdBackend() {}

  @Override
  public String name() {
    return "systemd";
  }

  @Override
  public List<PropertySpec> properties() {
    return PROPERTIES;
  }

  @Override
  public Set<Action> actions() {
    return Set.of(Action.START, Action.STOP, Action.RESTART, Action.RELOAD, Action.SIGNAL);
  }

  @Override
  public Optional<List<String>> declaredMembers(Settings settings) {
    return UnitNames.declared(settings);
  }

  /**
   * {@inheritDoc}
   *
   * <p>One call of systemctl; a second one where a target has to be looked into, and further ones
   * for what depends on the members, unless systemd is busy with one of them: what is polled while
   * something is going on stays cheap.
   */
  @Override
  public List<MemberState> observe(Settings settings, Host host, Duration timeout)
      throws BackendException {
    Systemctl systemctl = new Systemctl(Scope.of(settings), host, timeout);
    Map<String, Unit> members =
        new Membership(settings, systemctl, touched(settings, host)).members();
    boolean settled = members.values().stream().noneMatch(Unit::hasJob);
    List<MemberState> states = new ArrayList<>();
    if (settled) {
      Cascade cascade = Cascade.of(members.values(), systemctl);
      members.forEach(
          (name, unit) -> states.add(StateReader.read(name, unit, Facts.of(unit, cascade))));
    } else {
      members.forEach((name, unit) -> states.add(StateReader.read(name, unit, Facts.of(unit))));
    }
    return List.copyOf(states);
  }

  private Set<String> touched(Settings settings, Host host) {
    return touched.stream()
        .filter(one -> one.host().equals(host.name()) && one.scope() == Scope.of(settings))
        .map(Touched::unit)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Recipe recipe(Action action, Settings settings, List<MemberState> members) {
    return new Recipes(settings, members).recipe(action);
  }

  @Override
  public Recipe signal(String signal, Settings settings, List<MemberState> members) {
    return new Recipes(settings, members).signal(signal);
  }

  @Override
  public List<Remark> remarks(Action action, Settings settings, List<MemberState> members) {
    return new Remarks(action, settings, members).all();
  }

  /** systemd has then read its unit files anew where it had to, and there is a main process. */
  @Override
  public MemberState foreseen(Action action, MemberState before) {
    MemberState after = Backend.super.foreseen(action, before);
    return action == Action.START || action == Action.RESTART
        ? after.withFacts(Facts.of(before).startedAnew())
        : after;
  }

  @Override
  public void authorise(Settings settings, Host host, Duration timeout) throws BackendException {
    Systemctl systemctl = new Systemctl(Scope.of(settings), host, timeout);
    Optional<BackendException> refusal =
        new Permission(settings, host, timeout)
            .refusal(
                new Membership(settings, systemctl, touched(settings, host)).members().keySet());
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  @Override
  public List<Finding> diagnose(Host host, Duration timeout) {
    return new Diagnosis(host, timeout).findings();
  }

  @Override
  public Duration stableWindow(Settings settings) {
    return settings.duration("stable").orElse(STABLE_WINDOW);
  }

  /**
   * {@inheritDoc}
   *
   * <p>That there is nothing to reset, because systemd has forgotten the unit and its failures, is
   * no error.
   */
  @Override
  public void carryOut(
      Effect effect, Settings settings, Host host, Duration timeout, Runnable taken)
      throws BackendException {
    switch (effect) {
      case Effect.Command command -> {
        touched.add(new Touched(host.name(), Scope.of(settings), command.member()));
        try {
          new Systemctl(Scope.of(settings), host, timeout).change(command);
        } catch (BackendException e) {
          boolean nothingToReset =
              command.arguments().contains("reset-failed")
                  && e.why().orElse("").contains("not loaded");
          if (!nothingToReset) {
            throw e;
          }
        }
      }
      case Effect.RemoteCall _,
          Effect.HttpCall _,
          Effect.Signal _,
          Effect.Spawn _,
          Effect.Simulated _ ->
          throw new IllegalArgumentException("not an effect of systemd: " + effect.shown());
    }
  }

  @Override
  public List<String> logTail(
      Settings settings, String member, int lines, Host host, Duration timeout) {
    try {
      List<Unit> units = new Systemctl(Scope.of(settings), host, timeout).show(List.of(member));
      return units.isEmpty()
          ? List.of()
          : new Journal(settings, host, timeout).tail(units.getFirst(), lines);
    } catch (BackendException _) {
      return List.of();
    }
  }

  @Override
  public Optional<LogFollower> follow(
      Settings settings, List<String> members, Host host, Duration timeout)
      throws BackendException {
    return Optional.of(new JournalFollower(settings, members, host, timeout));
  }

  private static PropertySpec property(String name, Type type, String documentation) {
    return new PropertySpec(name, type, false, documentation);
  }
}
