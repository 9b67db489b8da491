package dev.bounce.backend.systemd;

import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.MemberState.Patience;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts systemd's states into the words of this product. */
final class StateReader {
  /** How {@code systemctl show} writes a moment: {@code Sat 2026-11-21 22:58:53 UTC}. */
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

  /** systemd's own bound for a start or stop where a unit says "infinity". */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(90);

  private static final int SHORT_INVOCATION = 8;

  private StateReader() {}

  /**
   * Returns the state of a unit.
   *
   * @param facts what recipes and remarks will have to know of it
   */
  static MemberState read(String member, Unit unit, Map<String, String> facts) {
    MemberState state =
        new MemberState(
                member, condition(unit), identity(unit), startedAt(unit), StateWords.of(unit))
            .withFacts(facts);
    return patience(unit).map(state::withPatience).orElse(state);
  }

  private static Condition condition(Unit unit) {
    if (unit.text("SubState").startsWith("auto-restart")) {
      return Condition.RETRYING;
    }
    Condition settled =
        switch (unit.text("ActiveState")) {
          case "active" -> Condition.RUNNING;
          case "activating", "reloading", "refreshing" -> Condition.STARTING;
          case "deactivating" -> Condition.STOPPING;
          case "inactive" -> Condition.STOPPED;
          case "failed" -> Condition.FAILED;
          default -> Condition.UNKNOWN;
        };
    // What systemd is yet to do is not done: a queued restart must not be taken for its result.
    return unit.hasJob() && settled != Condition.STOPPING ? Condition.STARTING : settled;
  }

  /** The invocation is new with every start; systemd keeps that of a unit that is down. */
  private static Optional<Identity> identity(Unit unit) {
    String invocation = unit.text("InvocationID");
    boolean runs =
        switch (unit.text("ActiveState")) {
          case "active", "reloading", "refreshing", "deactivating" -> true;
          default -> false;
        };
    if (!runs || invocation.isEmpty()) {
      return Optional.empty();
    }
    long pid = unit.number("MainPID");
    String shown =
        pid > 0
            ? "pid " + pid
            : "invocation "
                + invocation.substring(0, Math.min(SHORT_INVOCATION, invocation.length()));
    return Optional.of(new Identity("invocation", invocation, shown));
  }

  /** Returns the latest moment at which it can have started: systemctl tells whole seconds. */
  private static Optional<Instant> startedAt(Unit unit) {
    if (identity(unit).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.parse(unit.text("ExecMainStartTimestamp"), MOMENT)
              .plusSeconds(1)
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty(); // such as a socket, which has no process
    }
  }

  private static Optional<Patience> patience(Unit unit) {
    if (unit.text("TimeoutStopUSec").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Patience(
            TimeSpan.read(unit.text("TimeoutStartUSec")).orElse(DEFAULT_TIMEOUT),
            TimeSpan.read(unit.text("TimeoutStopUSec")).orElse(DEFAULT_TIMEOUT)));
  }
}
