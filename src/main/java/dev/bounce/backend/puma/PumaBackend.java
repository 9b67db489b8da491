package dev.bounce.backend.puma;

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
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.value.Value.BooleanValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puma servers: a member is one server, with or without workers.
 *
 * <p>{@code restart} is Puma's own full restart, in which the process keeps its pid and its
 * listening sockets; {@code phase} replaces the workers one by one. Both are told to the control
 * server where there is one, else by a signal, and proven by what is seen afterwards, never by the
 * answer: Puma answers before it has begun.
 */
public final class PumaBackend implements Backend {
  private static final Duration STABLE = Duration.ofSeconds(1);

  private final ProcessBackend processes;

  /**
   * @param stateDirectory where the backend {@code process} notes which processes bounce started
   */
  public PumaBackend(Path stateDirectory) {
    this.processes = new ProcessBackend(stateDirectory);
  }

  @Override
  public String name() {
    return "puma";
  }

  @Override
  public List<PropertySpec> properties() {
    return Properties.ALL;
  }

  @Override
  public Set<Action> actions() {
    return EnumSet.complementOf(EnumSet.of(Action.RELOAD));
  }

  @Override
  public Optional<List<String>> declaredMembers(Settings settings) {
    return Optional.of(Member.all(settings).stream().map(Member::name).toList());
  }

  @Override
  public List<MemberState> observe(Settings settings, Host host, Duration timeout)
      throws BackendException {
    List<Member> members = members(settings);
    Map<String, MemberState> started = launch(settings, members).observe(host, timeout);
    List<MemberState> states = new ArrayList<>();
    long deadline = System.nanoTime() + timeout.toNanos();
    for (Member member : members) {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      states.add(new Observation(member, Launch.of(started, member), host, left).state());
    }
    return List.copyOf(states);
  }

  @Override
  public Recipe recipe(Action action, Settings settings, List<MemberState> states) {
    return recipes(settings).recipe(action, states);
  }

  @Override
  public Recipe signal(String signal, Settings settings, List<MemberState> states) {
    return recipes(settings).signal(signal, states);
  }

  private Recipes recipes(Settings settings) {
    List<Member> members = Member.all(settings);
    return new Recipes(settings, members, launch(settings, members).spawns(members));
  }

  @Override
  public List<Remark> remarks(Action action, Settings settings, List<MemberState> states) {
    boolean canBeStarted = launch(settings, Member.all(settings)).isPossible();
    return new Objections(settings.service(), canBeStarted).of(action, states);
  }

  @Override
  public List<Remark> remarks(String signal, Settings settings, List<MemberState> states) {
    boolean opensItsLogAnew =
        settings.values().get("stdout-redirect") instanceof BooleanValue(boolean says) && says;
    return signal.equals("HUP") && !opensItsLogAnew ? Objections.hangUp(states) : List.of();
  }

  /** Its stats tell how many threads are free, and what waits for one. */
  @Override
  public boolean countsRequests() {
    return true;
  }

  @Override
  public List<Finding> diagnose(Host host, Duration timeout) {
    return new Diagnosis(host, timeout).findings();
  }

  @Override
  public Duration stableWindow(Settings settings) {
    return settings.duration("stable").orElse(STABLE);
  }

  @Override
  public void carryOut(
      Effect effect, Settings settings, Host host, Duration timeout, Runnable taken)
      throws BackendException {
    List<Member> members = members(settings);
    Orders orders =
        new Orders(
            member(settings, members, effect.member()), launch(settings, members), host, timeout);
    switch (effect) {
      case Effect.HttpCall call -> orders.call(call);
      case Effect.Signal signal -> orders.signal(signal);
      case Effect.Spawn spawn -> orders.start(spawn);
      case Effect.RemoteCall _, Effect.Command _, Effect.Simulated _ ->
          throw new IllegalArgumentException("not an effect of puma: " + effect.shown());
    }
  }

  @Override
  public List<String> logTail(
      Settings settings, String name, int lines, Host host, Duration timeout) {
    try {
      List<Member> members = members(settings);
      Member member = member(settings, members, name);
      Launch launch = launch(settings, members);
      Optional<MemberState> started = Launch.of(launch.observe(host, timeout), member);
      Reach reach = new ReachFinder(host).find(member, started);
      List<String> own = new Log(member, reach.master(), host).tail(lines);
      return own.isEmpty()
          ? Log.tail(launch.logTail(name, Log.SEARCHED_LINES, host, timeout), lines)
          : own;
    } catch (BackendException _) {
      return List.of();
    }
  }

  private Launch launch(Settings settings, List<Member> members) {
    return new Launch(processes, settings, members);
  }

  private static List<Member> members(Settings settings) throws BackendException {
    List<Member> members = Member.all(settings);
    if (members.isEmpty()) {
      throw new BackendException(
          Code.P012,
          "service " + settings.service() + " cannot have that many members",
          "",
          "`members` is a number from 1 to 1000");
    }
    for (Member member : members) {
      if (!member.isNamed()) {
        throw new BackendException(
            Code.P012,
            "nothing says which Puma " + member.name() + " is",
            "",
            "name its state file: state \"/srv/app/shared/tmp/puma.state\"");
      }
    }
    refuseTwice(members);
    return members;
  }

  private static void refuseTwice(List<Member> members) throws BackendException {
    Map<String, Long> marks =
        members.stream()
            .flatMap(Member::marks)
            .collect(Collectors.groupingBy(it -> it, Collectors.counting()));
    for (Map.Entry<String, Long> mark : marks.entrySet()) {
      if (mark.getValue() > 1) {
        String property = mark.getKey().split(" ", 2)[0];
        throw new BackendException(
            Code.P012,
            "two members have the same `" + property + "`",
            "",
            "a member is one Puma server; its workers need not be named");
      }
    }
  }

  private static Member member(Settings settings, List<Member> members, String name)
      throws BackendException {
    return members.stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            BackendException.noMember(settings, name, members.stream().map(Member::name).toList()));
  }
}
