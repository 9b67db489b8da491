package dev.bounce.backend.puma;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Settings;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.host.Host;
import dev.bounce.value.Value;
import dev.bounce.value.Value.IntegerValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pumas that bounce starts are plain processes of the backend {@code process} until they can speak
 * for themselves: it notes them, and knows them again.
 */
final class Launch {
  private static final Set<String> PROPERTIES =
      Set.of("command", "directory", "environment", "user", "log");

  private final ProcessBackend processes;
  private final Settings settings;
  private final boolean possible;

  Launch(ProcessBackend processes, Settings settings, List<Member> members) {
    this.processes = processes;
    this.settings = settings(settings, members);
    this.possible = !members.isEmpty() && members.stream().allMatch(Member::canBeStarted);
  }

  private static Settings settings(Settings settings, List<Member> members) {
    Map<String, Value> values = new LinkedHashMap<>(settings.only(PROPERTIES).values());
    if (!members.isEmpty() && !members.getFirst().name().equals(settings.service())) {
      values.put("members", new IntegerValue(members.size()));
    }
    return new Settings(settings.service(), values);
  }

  /** Tells whether bounce can start the members. */
  boolean isPossible() {
    return possible;
  }

  /** Returns what is known of the processes that bounce started, by member. */
  Map<String, MemberState> observe(Host host, Duration timeout) throws BackendException {
    return possible
        ? processes.observe(settings, host, timeout).stream()
            .collect(Collectors.toMap(MemberState::member, it -> it))
        : Map.of();
  }

  /** Returns how the members are started, by member. Pure. */
  Map<String, Effect.Spawn> spawns(List<Member> members) {
    if (!possible) {
      return Map.of();
    }
    List<MemberState> unseen =
        members.stream().map(member -> MemberState.unknown(member.name())).toList();
    return processes.recipe(Action.START, settings, unseen).stages().stream()
        .flatMap(stage -> stage.effects().stream())
        .filter(Effect.Spawn.class::isInstance)
        .map(Effect.Spawn.class::cast)
        .collect(Collectors.toMap(Effect.Spawn::member, it -> it));
  }

  /** Starts a member. */
  void start(Effect.Spawn spawn, Host host, Duration timeout) throws BackendException {
    processes.carryOut(spawn, settings, host, timeout);
  }

  /** Notes that a member is told to end, so that its end is no failure. */
  void expectEnd(String member, Host host) throws BackendException {
    if (possible) {
      processes.expectEnd(settings, member, host);
    }
  }

  /** Returns what a member wrote since bounce started it. */
  List<String> logTail(String member, int lines, Host host, Duration timeout) {
    return possible ? processes.logTail(settings, member, lines, host, timeout) : List.of();
  }

  /** Returns the state of one member. */
  static Optional<MemberState> of(Map<String, MemberState> states, Member member) {
    return Optional.ofNullable(states.get(member.name()));
  }
}
