package dev.bounce.backend.sim;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Finding;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.PropertySpec;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.LogFollower;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.StringValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Acts on a {@link SimulatedWorld}. On its own it is the backend {@code sim}; it can also stand for
 * another one, whose name, properties and actions it then has, so that a runbook is tested as it is
 * written.
 *
 * <p>Members: as many as the property {@code members} says; else those that the other backend finds
 * in the declaration; else four.
 */
public final class SimulatedBackend implements Backend {
  private static final int MEMBERS = 4;
  private static final int MOST_MEMBERS = 10_000;
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration STABLE = Duration.ofSeconds(1);
  private static final Duration KILL = Duration.ofSeconds(5);
  private static final Duration START_MARGIN = Duration.ofSeconds(30);

  private final SimulatedWorld world;
  private final Optional<Backend> original;

  /** Returns the backend {@code sim}. */
  public SimulatedBackend(SimulatedWorld world) {
    this.world = world;
    this.original = Optional.empty();
  }

  /**
   * @param original the backend that it stands for; only its declarations are asked
   */
  public SimulatedBackend(SimulatedWorld world, Backend original) {
    this.world = world;
    this.original = Optional.of(original);
  }

  @Override
  public String name() {
    return original.map(Backend::name).orElse("sim");
  }

  @Override
  public List<PropertySpec> properties() {
    return original
        .map(Backend::properties)
        .orElseGet(() ->
            List.of(
                property("members", Type.INTEGER, "How many members it has; four by default."),
                property("boot", Type.DURATION, "How long a start takes; 1s by default."),
                property("stop-time", Type.DURATION, "How long a stop takes; 200ms by default."),
                property(
                    "grace",
                    Type.DURATION,
                    "How long a stop may take before it is killed; 10s by default."),
                property(
                    "stable",
                    Type.DURATION,
                    "How long a member has to run to be believed; 1s by default.")));
  }

  private static PropertySpec property(String name, Type type, String documentation) {
    return new PropertySpec(name, type, false, documentation);
  }

  @Override
  public Set<Action> actions() {
    return original
        .map(Backend::actions)
        .orElseGet(() -> EnumSet.complementOf(EnumSet.of(Action.ROLL, Action.REFORK)));
  }

  @Override
  public Optional<List<String>> declaredMembers(Settings settings) {
    if (settings.values().get("members") instanceof IntegerValue(long count)) {
      return Optional.of(numbered(settings, Math.clamp(count, 0, MOST_MEMBERS)));
    }
    return original
        .flatMap(backend -> backend.declaredMembers(settings))
        .or(() -> Optional.of(numbered(settings, MEMBERS)));
  }

  private static List<String> numbered(Settings settings, int count) {
    return IntStream.range(0, count).mapToObj(i -> settings.service() + ":" + i).toList();
  }

  @Override
  public List<MemberState> observe(Settings settings, Host host, Duration timeout)
      throws BackendException {
    throwIfAbsent(settings);
    declare(settings);
    return world.observe(settings.service());
  }

  private void throwIfAbsent(Settings settings) throws BackendException {
    if (world.isUnreachable(settings.service())) {
      throw new BackendException(
          Code.B001, "the simulated service manager does not answer", "", "wait a while");
    }
    if (world.isUnknown(settings.service())) {
      throw new BackendException(
          Code.B003,
          "the simulated service manager knows no " + settings.service(),
          "",
          "see what the simulation was told");
    }
  }

  private void declare(Settings settings) {
    SimulatedMember.Timing otherwise = SimulatedMember.Timing.DEFAULT;
    SimulatedMember.Timing timing =
        new SimulatedMember.Timing(
            duration(settings, "boot", otherwise.boot()),
            duration(settings, "stop-time", otherwise.stop()));
    List<String> otherNames = new ArrayList<>();
    settings.values().values().forEach(value -> addTexts(value, otherNames));
    world.declare(
        settings.service(), otherNames, declaredMembers(settings).orElseGet(List::of), timing);
  }

  private static void addTexts(Value value, List<String> texts) {
    if (value instanceof StringValue(String text)) {
      texts.add(text);
    } else if (value instanceof ListValue(List<Value> elements)) {
      elements.forEach(element -> addTexts(element, texts));
    }
  }

  /** Another backend's property of that name may be anything; then the default holds. */
  private static Duration duration(Settings settings, String property, Duration otherwise) {
    return settings.values().get(property) instanceof DurationValue(Duration duration)
        ? duration
        : otherwise;
  }

  @Override
  public Recipe recipe(Action action, Settings settings, List<MemberState> members) {
    List<MemberState> up = members.stream().filter(it -> !it.condition().isDown()).toList();
    List<MemberState> idle = members.stream().filter(it -> !it.isRunning()).toList();
    return switch (action) {
      case START -> Recipe.of(start(settings, idle));
      case STOP -> Recipe.of(stop(settings, up));
      case RESTART -> Recipe.of(stop(settings, up), start(settings, members));
      case RELOAD -> Recipe.of(Stage.of(effects("reload", members), Goal.UP_UNCHANGED, GRACE));
      case HOT_RESTART -> Recipe.of(anew("hot-restart", settings, members, Goal.UP_ANEW));
      case ROLL, REFORK -> Recipe.of(anew("roll", settings, members, Goal.WORKERS_ANEW));
      case SIGNAL -> throw new IllegalArgumentException("a signal has a name");
    };
  }

  @Override
  public Recipe signal(String signal, Settings settings, List<MemberState> members) {
    List<MemberState> up = members.stream().filter(it -> !it.condition().isDown()).toList();
    return Recipe.of(Stage.of(effects("signal " + signal, up), Goal.SENT, KILL));
  }

  @Override
  public boolean countsRequests() {
    return original.map(Backend::countsRequests).orElse(true);
  }

  @Override
  public boolean hasInside() {
    return original.map(Backend::hasInside).orElse(true);
  }

  /** The inside of a simulated member is the simulated machine itself. */
  @Override
  public Optional<Host> inside(Settings settings, MemberState member, Host host) {
    return hasInside() ? Optional.of(host) : Optional.empty();
  }

  @Override
  public List<Finding> diagnose(Host host, Duration timeout) {
    return List.of(
        Finding.yes(Finding.Question.PRESENT, "part of bounce; nothing real is touched"));
  }

  private static Stage stop(Settings settings, List<MemberState> members) {
    Stage kill = Stage.of(effects("kill", members), Goal.DOWN, KILL);
    Duration grace = duration(settings, "grace", duration(settings, "stop-within", GRACE));
    return new Stage(effects("stop", members), Goal.DOWN, grace, Optional.of(kill));
  }

  private static Stage start(Settings settings, List<MemberState> members) {
    return anew("start", settings, members, Goal.UP_ANEW);
  }

  private static Stage anew(String deed, Settings settings, List<MemberState> members, Goal goal) {
    Duration boot = duration(settings, "boot", SimulatedMember.Timing.DEFAULT.boot());
    return Stage.of(effects(deed, members), goal, boot.plus(START_MARGIN));
  }

  private static List<Effect> effects(String deed, List<MemberState> members) {
    return members.stream()
        .<Effect>map(member -> new Effect.Simulated(member.member(), deed))
        .toList();
  }

  @Override
  public Duration stableWindow(Settings settings) {
    return duration(settings, "stable", STABLE);
  }

  @Override
  public void carryOut(
      Effect effect, Settings settings, Host host, Duration timeout, Runnable taken)
      throws BackendException {
    throwIfAbsent(settings);
    if (!(effect instanceof Effect.Simulated(String member, String deed))) {
      throw new IllegalArgumentException("not an effect of sim: " + effect.shown());
    }
    declare(settings);
    switch (world.perform(settings.service(), member, deed)) {
      case TAKEN -> {}
      case REFUSED ->
          throw new BackendException(
              Code.B004, "the simulated service manager refused to " + deed + " " + member, "", "");
      case LOST ->
          throw new BackendException(
              Code.B001, "no answer to the " + deed + " of " + member, "", "");
    }
  }

  @Override
  public List<String> logTail(
      Settings settings, String member, int lines, Host host, Duration timeout) {
    return world.isUnreachable(settings.service())
        ? List.of()
        : world.log(settings.service(), member, lines);
  }

  @Override
  public Optional<LogFollower> follow(
      Settings settings, List<String> members, Host host, Duration timeout) {
    return Optional.of(new SimulatedLogs(world, settings.service(), members));
  }
}
