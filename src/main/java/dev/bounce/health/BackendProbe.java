package dev.bounce.health;

import dev.bounce.backend.MemberState;
import dev.bounce.health.ProbeAnswer.Kind;
import dev.bounce.host.Host;
import java.time.Duration;
import java.util.Locale;

/**
 * The backend's own word, which is already known: a member is well when the backend calls it up,
 * and its service manager's own check of its health, where it has one, says so too.
 */
public record BackendProbe() implements Probe {
  @Override
  public String shown() {
    return "backend";
  }

  @Override
  public Duration timeout() {
    return Duration.ZERO;
  }

  @Override
  public ProbeAnswer ask(Host host, MemberState state) {
    String word = state.condition().name().toLowerCase(Locale.ROOT);
    return new ProbeAnswer(
        state.isWell() ? Kind.OK : Kind.BAD_ANSWER,
        0,
        "",
        state.detail().isEmpty() ? word : word + " (" + state.detail() + ")");
  }
}
