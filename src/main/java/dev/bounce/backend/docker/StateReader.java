package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.MemberState.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a container's state means in the words of this product. */
final class StateReader {
  /** Facts that recipes, remarks and the inside of a container go by. */
  static final String ID = "id";

  static final String STATUS = "status";
  static final String REMOVED_AT_END = "removed at end";
  static final String STOP_SECONDS = "stop seconds";
  static final String LENDS_NETWORK_TO = "lends its network to";

  /** 128 + TERM and 128 + KILL: ended because somebody asked for it, unless memory ran out. */
  private static final List<Long> ENDED_BY_SIGNAL = List.of(143L, 137L);

  /** INT, QUIT, KILL and TERM, as the Engine notes them; signal(7). */
  private static final Set<String> ENDING_SIGNALS = Set.of("2", "3", "9", "15");

  /** Where a container is to be waited for without end, a run still does not. */
  private static final Duration LONGEST_STOP = Duration.ofMinutes(10);

  /**
   * The Engine notes that it has sent a signal a moment after it did; the process may have ended
   * before. It answers when that moment has come.
   */
  private static final Duration NOTING = Duration.ofMillis(100);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final EngineClient engine;
  private final Map<String, List<String>> borrowers;

  /**
   * @param borrowers the names of the containers that use the network of another one, by its id
   */
  StateReader(EngineClient engine, Map<String, List<String>> borrowers) {
    this.engine = engine;
    this.borrowers = borrowers;
  }

  MemberState read(Container container) throws BackendException {
    Condition condition = condition(container);
    boolean hasProcess = container.pid() != 0;
    MemberState state =
        new MemberState(
                container.name(),
                condition,
                hasProcess ? identity(container) : Optional.empty(),
                hasProcess ? container.startedAt() : Optional.empty(),
                detail(container, condition))
            .withPatience(new Patience(Duration.ZERO, container.patience().orElse(LONGEST_STOP)))
            .withFacts(facts(container));
    return container.health().isPresent() && hasProcess
        ? state.withHealthy(
            container.health().get().isGoodSince(container.startedAt().orElse(Instant.MAX)))
        : state;
  }

  private Condition condition(Container container) throws BackendException {
    return switch (container.status()) {
      case "running" -> Condition.RUNNING;
      case "restarting" -> Condition.RETRYING;
      case "created" -> container.error().isEmpty() ? Condition.STOPPED : Condition.FAILED;
      case "exited" -> hasEndedWell(container) ? Condition.STOPPED : Condition.FAILED;
      case "removing" -> Condition.STOPPING;
      case "dead" -> Condition.FAILED;
      default -> Condition.UNKNOWN; // paused: its processes are there and do nothing
    };
  }

  private boolean hasEndedWell(Container container) throws BackendException {
    if (!container.error().isEmpty() || container.outOfMemory()) {
      return false;
    }
    return container.exitCode() == 0
        || ENDED_BY_SIGNAL.contains(container.exitCode())
        || wasAskedToEnd(container);
  }

  /**
   * Tells whether somebody had the Engine send it a signal to end during its last life: what it
   * then ends with is its own affair. The Engine remembers its last 256 events.
   */
  private boolean wasAskedToEnd(Container container) throws BackendException {
    if (container.startedAt().isEmpty() || container.finishedAt().isEmpty()) {
      return false;
    }
    String target =
        "/events?since=%s&until=%s&%s"
            .formatted(
                seconds(container.startedAt().get()),
                seconds(container.finishedAt().get().plus(NOTING)),
                EngineClient.filters(
                    Map.of(
                        "type", List.of("container"),
                        "container", List.of(container.id()),
                        "event", List.of("kill"))));
    return engine.lines(target).stream()
        .map(event -> event.in("Actor").in("Attributes").text("signal"))
        .anyMatch(ENDING_SIGNALS::contains);
  }

  static String seconds(Instant moment) {
    return "%d.%09d".formatted(moment.getEpochSecond(), moment.getNano());
  }

  private static Optional<Identity> identity(Container container) {
    return container
        .startedAt()
        .map(start ->
            new Identity(
                "container+start",
                container.id() + " " + start,
                "pid " + container.pid() + " started " + TIME.format(start)));
  }

  private static String detail(Container container, Condition condition) {
    return switch (condition) {
      case RUNNING ->
          container
              .health()
              .flatMap(health -> container.startedAt().map(start -> word(health, start)))
              .orElse("");
      case FAILED, RETRYING, STOPPED -> ending(container);
      case STARTING, STOPPING, UNKNOWN -> container.status();
    };
  }

  private static String word(Container.Health health, Instant start) {
    String complaint = health.complaint(start);
    String word = "health " + health.word(start);
    return word.endsWith(" healthy") || complaint.isEmpty() ? word : word + ": " + complaint;
  }

  private static String ending(Container container) {
    if (!container.error().isEmpty()) {
      return container.status() + ": " + container.error();
    }
    if (container.status().equals("created")) {
      return "never started";
    }
    return container.status()
        + " with code "
        + container.exitCode()
        + (container.outOfMemory() ? ", out of memory" : "");
  }

  private Map<String, String> facts(Container container) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(ID, container.id());
    facts.put(STATUS, container.status());
    container.stopTimeout().ifPresent(it -> facts.put(STOP_SECONDS, Long.toString(it)));
    if (container.removedAtEnd()) {
      facts.put(REMOVED_AT_END, "yes");
    }
    List<String> lent = borrowers.getOrDefault(container.id(), List.of());
    if (!lent.isEmpty()) {
      facts.put(LENDS_NETWORK_TO, String.join(", ", lent));
    }
    return facts;
  }

  /** Returns the names of the containers that use the network of another one, by its id. */
  static Map<String, List<String>> borrowers(EngineClient engine) {
    String mode = "container:";
    Map<String, List<String>> borrowers = new LinkedHashMap<>();
    try {
      for (Fields listed : engine.list("/containers/json")) {
        String network = listed.in("HostConfig").text("NetworkMode");
        if (network.startsWith(mode)) {
          borrowers
              .computeIfAbsent(network.substring(mode.length()), _ -> new ArrayList<>())
              .add(listed.texts("Names").stream().map(Container::plain).findFirst().orElse("?"));
        }
      }
    } catch (BackendException _) {
      return Map.of(); // whatever goes wrong, less is known
    }
    return borrowers;
  }
}
