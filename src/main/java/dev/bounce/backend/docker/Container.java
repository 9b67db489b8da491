package dev.bounce.backend.docker;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code GET /containers/ID/json} says of a container, as far as it is needed here.
 *
 * @param id all 64 digits of it
 * @param name without the slash that the Engine writes in front of it
 * @param status {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code
 *     removing}, {@code exited}, {@code dead}
 * @param exitCode of its main process, when that last ended; 128 + N for signal N
 * @param error why it could not be started, possibly empty
 * @param outOfMemory whether the kernel ended it because it had used up its memory
 * @param pid of its main process on the Engine's machine, 0 where there is none
 * @param startedAt its last start
 * @param finishedAt its last end
 * @param stopTimeout how long the Engine waits before KILL, where the container says so; negative
 *     for ever
 * @param tty whether its output is that of a terminal, so that the Engine does not frame it
 * @param removedAtEnd whether it was run with {@code --rm}
 * @param address of the container in its first network, possibly empty
 * @param hostNetwork whether it uses the network of the Engine's machine
 */
record Container(
    String id,
    String name,
    String status,
    long exitCode,
    String error,
    boolean outOfMemory,
    long pid,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<Long> stopTimeout,
    boolean tty,
    boolean removedAtEnd,
    String address,
    boolean hostNetwork,
    Optional<Health> health) {
  /** What the Engine has when it has no moment to tell: the zero time of its language. */
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  /** How long the Engine waits before KILL where nothing else is said. */
  static final Duration USUAL_STOP = Duration.ofSeconds(10);

  /**
   * What the Engine's own check of a container's health says.
   *
   * @param status {@code starting}, {@code healthy}, {@code unhealthy}
   * @param checks when the last checks began, and how
   */
  record Health(String status, List<Check> checks) {
    /** Copies the list. */
    Health {
      checks = List.copyOf(checks);
    }

    /**
     * Tells whether it is healthy by a check of this start. Right after a restart the Engine may
     * still show the word of before.
     */
    boolean isGoodSince(Instant start) {
      return status.equals("healthy")
          && checks.stream().anyMatch(check -> check.exitCode() == 0 && check.isSince(start));
    }

    /** Returns its word on a start: {@code starting} as long as only earlier ones were checked. */
    String word(Instant start) {
      return checks.stream().anyMatch(check -> check.isSince(start)) ? status : "starting";
    }

    /** Returns what the last failed check of a start wrote, on one line. */
    String complaint(Instant start) {
      return checks.stream()
          .filter(check -> check.exitCode() != 0 && check.isSince(start))
          .reduce((_, last) -> last)
          .map(check -> check.output().strip().replaceAll("\\s+", " "))
          .orElse("");
    }
  }

  /** One check. */
  record Check(Instant start, long exitCode, String output) {
    boolean isSince(Instant begin) {
      return !start.isBefore(begin);
    }
  }

  static Container of(Fields inspected) {
    Fields state = inspected.in("State");
    Fields config = inspected.in("Config");
    Fields host = inspected.in("HostConfig");
    Fields networks = inspected.in("NetworkSettings").in("Networks");
    return new Container(
        inspected.text("Id"),
        plain(inspected.text("Name")),
        state.text("Status"),
        state.number("ExitCode").orElse(0L),
        state.text("Error").strip(),
        state.isSet("OOMKilled"),
        state.number("Pid").orElse(0L),
        moment(state.text("StartedAt")),
        moment(state.text("FinishedAt")),
        config.number("StopTimeout"),
        config.isSet("Tty"),
        host.isSet("AutoRemove"),
        networks.objects().values().stream()
            .map(network -> network.text("IPAddress"))
            .filter(address -> !address.isEmpty())
            .findFirst()
            .orElse(""),
        host.text("NetworkMode").equals("host"),
        health(state.in("Health")));
  }

  /** Returns a name without the slash in front of it. */
  static String plain(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  /** Returns how long the Engine waits for its end before it kills it; empty for ever. */
  Optional<Duration> patience() {
    long seconds = stopTimeout.orElse(USUAL_STOP.toSeconds());
    return seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private static Optional<Health> health(Fields health) {
    String status = health.text("Status");
    if (status.isEmpty() || status.equals("none")) {
      return Optional.empty();
    }
    return Optional.of(
        new Health(
            status,
            health.list("Log").stream()
                .map(log ->
                    new Check(
                        moment(log.text("Start")).orElse(NEVER),
                        log.number("ExitCode").orElse(1L),
                        log.text("Output")))
                .toList()));
  }

  /** Returns a moment; an Engine in a zone of its own writes its offset, as RFC 3339 has it. */
  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant())
          .filter(moment -> moment.isAfter(NEVER));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** Returns the labels of an entry of {@code GET /containers/json}. */
  static Map<String, String> labels(Fields listed) {
    return listed.in("Labels").texts();
  }
}
