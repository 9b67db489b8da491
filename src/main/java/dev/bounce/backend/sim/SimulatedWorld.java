package dev.bounce.backend.sim;

import dev.bounce.backend.MemberState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Services whose members live in memory. They run when they are first looked at, and change as time
 * passes; what a test wants to go wrong is said beforehand, by the name of a service or by a text
 * of its declaration, as a unit or a group.
 *
 * <p>Safe for threads.
 */
public final class SimulatedWorld {
  private final InstantSource clock;
  private final Map<String, Map<String, SimulatedMember>> services = new LinkedHashMap<>();
  private final Map<String, List<String>> aliases = new LinkedHashMap<>();
  private final List<Planned> planned = new ArrayList<>();
  private Consumer<Change> listener = _ -> {};
  private Instant blindUntil = Instant.MIN;
  private final Set<String> unknown = new HashSet<>();
  private final Set<String> unreachable = new HashSet<>();
  private boolean initiallyRunning = true;
  private long pids = 1000;

  /**
   * @param clock the time in which the members live
   */
  public SimulatedWorld(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A member has changed.
   *
   * @param at when
   * @param service the name of its service
   * @param state what it is now
   * @param deed what was done to it, empty when it changed by itself
   */
  public record Change(Instant at, String service, MemberState state, String deed) {}

  /** A fault for a member that nobody has looked at yet. */
  private record Planned(
      String service, Optional<Integer> index, Consumer<SimulatedMember> change) {}

  /** Is told of every change of a member, at the time when it happens. */
  public synchronized void listen(Consumer<Change> changes) {
    listener = changes;
  }

  /** Lets services that nobody has looked at yet be down. */
  public synchronized void beginStopped() {
    initiallyRunning = false;
  }

  /**
   * Lets something go wrong.
   *
   * @param service its name, or a text of its declaration
   * @param index which member, from zero; all of them where absent
   */
  public synchronized void fault(String service, Optional<Integer> index, Fault fault) {
    change(service, index, member -> member.add(fault));
  }

  /** Ends members at once; nobody starts them again. */
  public synchronized void crash(String service, Optional<Integer> index) {
    change(
        service,
        index,
        member -> {
          member.crash();
          tell(member, clock.instant(), "");
        });
  }

  /** Lets the service manager not know a service. */
  public synchronized void forget(String service) {
    unknown.add(service);
  }

  /** Lets the service manager of a service not be there. */
  public synchronized void disconnect(String service) {
    unreachable.add(service);
  }

  /** Lets the service manager answer nobody for a while. */
  public synchronized void goBlind(Duration duration) {
    blindUntil = clock.instant().plus(duration);
  }

  private void change(String service, Optional<Integer> index, Consumer<SimulatedMember> change) {
    advance();
    planned.add(new Planned(service, index, change));
    for (String known : services.keySet()) {
      if (known.equals(service) || aliases.getOrDefault(known, List.of()).contains(service)) {
        apply(index, change, List.copyOf(members(known).values()));
      }
    }
  }

  private static void apply(
      Optional<Integer> index, Consumer<SimulatedMember> change, List<SimulatedMember> members) {
    for (int i = 0; i < members.size(); i++) {
      if (index.isEmpty() || index.get() == i) {
        change.accept(members.get(i));
      }
    }
  }

  private Map<String, SimulatedMember> members(String service) {
    return services.computeIfAbsent(service, _ -> new LinkedHashMap<>());
  }

  /** Makes a service known; its members are made when it is so for the first time. */
  synchronized void declare(
      String service, List<String> otherNames, List<String> names, SimulatedMember.Timing timing) {
    if (!services.containsKey(service)) {
      aliases.put(service, List.copyOf(otherNames));
      Instant longAgo = clock.instant().minus(Duration.ofHours(1));
      for (String name : names) {
        SimulatedMember member = new SimulatedMember(service, name, ++pids, longAgo);
        if (!initiallyRunning) {
          member.kill(longAgo);
          member.change(pids);
        }
        members(service).put(name, member);
      }
      for (Planned fault : planned) {
        if (fault.service().equals(service) || otherNames.contains(fault.service())) {
          apply(fault.index(), fault.change(), List.copyOf(members(service).values()));
        }
      }
    }
    members(service).values().forEach(member -> member.take(timing));
  }

  synchronized boolean isUnknown(String service) {
    return unknown.contains(service);
  }

  synchronized boolean isUnreachable(String service) {
    return unreachable.contains(service) || clock.instant().isBefore(blindUntil);
  }

  synchronized List<MemberState> observe(String service) {
    advance();
    return members(service).values().stream().map(SimulatedMember::state).toList();
  }

  /** How an effect was taken. */
  enum Answer {
    TAKEN,
    REFUSED,
    LOST
  }

  /** Does something to a member, or not. */
  synchronized Answer perform(String service, String name, String deed) {
    advance();
    SimulatedMember member = members(service).get(name);
    if (member == null || member.refuses()) {
      return Answer.REFUSED;
    }
    Instant now = clock.instant();
    switch (deed) {
      case "start" -> member.start(now);
      case "stop" -> member.stop(now);
      case "kill" -> member.kill(now);
      case "reload" -> member.reload();
      case "hot-restart" -> member.restartHot(now);
      case "roll" -> member.roll(now);
      default -> member.take(signal(deed));
    }
    tell(member, now, deed);
    return member.losesReply() ? Answer.LOST : Answer.TAKEN;
  }

  private static String signal(String deed) {
    if (!deed.startsWith("signal ")) {
      throw new IllegalArgumentException(deed);
    }
    return deed.substring("signal ".length());
  }

  synchronized List<String> log(String service, String name, int lines) {
    SimulatedMember member = members(service).get(name);
    return member == null ? List.of() : member.log(lines);
  }

  /** Returns how many lines a member has ever written. */
  synchronized long written(String service, String name) {
    SimulatedMember member = members(service).get(name);
    return member == null ? 0 : member.written();
  }

  /**
   * Returns the service that has been looked at and has that name, or that text in its declaration.
   */
  public synchronized Optional<String> named(String text) {
    return services.containsKey(text)
        ? Optional.of(text)
        : services.keySet().stream()
            .filter(service -> aliases.getOrDefault(service, List.of()).contains(text))
            .findFirst();
  }

  /** Returns how many members of a service run. */
  public synchronized long running(String service) {
    advance();
    List<SimulatedMember> counted = new ArrayList<>(members(service).values());
    return counted.stream().filter(SimulatedMember::isRunning).count();
  }

  /** Tells whether a member runs. */
  public synchronized boolean isRunning(String service, int index) {
    advance();
    List<SimulatedMember> all = List.copyOf(members(service).values());
    return index < all.size() && all.get(index).isRunning();
  }

  /** Tells whether any member of any service runs. */
  synchronized boolean isAnythingRunning() {
    advance();
    return services.values().stream()
        .flatMap(members -> members.values().stream())
        .anyMatch(SimulatedMember::isRunning);
  }

  /** Makes all changes that are due, in the order of their times. */
  private void advance() {
    Instant now = clock.instant();
    while (true) {
      Optional<SimulatedMember> next =
          services.values().stream()
              .flatMap(members -> members.values().stream())
              .filter(member -> member.changesAt().map(at -> !at.isAfter(now)).orElse(false))
              .min(Comparator.comparing(member -> member.changesAt().orElseThrow()));
      if (next.isEmpty()) {
        return;
      }
      Instant at = next.get().changesAt().orElseThrow();
      next.get().change(++pids);
      tell(next.get(), at, "");
    }
  }

  private void tell(SimulatedMember member, Instant at, String deed) {
    listener.accept(new Change(at, member.service(), member.state(), deed));
  }
}
