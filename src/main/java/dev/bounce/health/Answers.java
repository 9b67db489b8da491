package dev.bounce.health;

import dev.bounce.health.ProbeAnswer.Kind;
import dev.bounce.host.HostException;

/** Answers that never came, told apart by why. */
final class Answers {
  private Answers() {}

  static ProbeAnswer failed(HostException e) {
    return new ProbeAnswer(kind(e.reason()), 0, "", e.message());
  }

  private static Kind kind(HostException.Reason reason) {
    return switch (reason) {
      case ABSENT -> Kind.REFUSED;
      case BROKEN -> Kind.RESET;
      case TIMEOUT -> Kind.TIMEOUT;
      case UNREADABLE -> Kind.BAD_ANSWER;
      case PERMISSION, INTERRUPTED, STALE, FAILED -> Kind.FAILED;
    };
  }
}
