package dev.bounce.health;

import dev.bounce.backend.MemberState;
import dev.bounce.host.Host;
import java.time.Duration;

/**
 * A question to a service, or to one of its members, whose answer says whether it serves. Asking
 * changes nothing, apart from what the runbook's author lets a probe command do.
 */
public sealed interface Probe permits HttpProbe, TcpProbe, CommandProbe, BackendProbe {
  /** Returns the question in one line, without anything secret. */
  String shown();

  /** Returns how long one answer may take. */
  Duration timeout();

  /**
   * Asks once.
   *
   * @param host from where
   * @param state what the backend said of the member just now
   */
  ProbeAnswer ask(Host host, MemberState state);
}
