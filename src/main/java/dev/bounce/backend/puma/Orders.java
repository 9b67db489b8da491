package dev.bounce.backend.puma;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.host.Endpoint;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Carries out effects on one Puma, after looking once more which one that is. */
final class Orders {
  private static final String STOP = "/stop";

  /** Signals that end a Ruby which does not handle them yet. */
  private static final Set<String> DEADLY_WHILE_LOADING = Set.of("USR1", "USR2", "HUP");

  private static final Set<String> ENDING = Set.of("TERM", "KILL");

  private final Member member;
  private final Launch launch;
  private final Host host;
  private final Duration timeout;

  Orders(Member member, Launch launch, Host host, Duration timeout) {
    this.member = member;
    this.launch = launch;
    this.host = host;
    this.timeout = timeout;
  }

  /** Sends an order to the control server. */
  void call(Effect.HttpCall call) throws BackendException {
    Reach reach = reach();
    boolean ends = call.target().equals(STOP);
    if (reach.control().isEmpty()) {
      if (ends && reach.master().isEmpty()) {
        return; // it is down already
      }
      throw new BackendException(
          Code.B001,
          "the control server of " + member.name() + " is not known",
          reach.missing(),
          "");
    }
    Endpoint endpoint = reach.control().get();
    boolean isAnother =
        !(call.endpoint() instanceof Endpoint.Discovered)
            && !call.endpoint().shown().equals(endpoint.shown());
    if (isAnother) {
      throw new BackendException(
          Code.B004,
          "%s is not sent: %s listens on %s by now"
              .formatted(call.shown(), member.name(), endpoint.shown()),
          "",
          "");
    }
    if (ends) {
      launch.expectEnd(member.name(), host);
    }
    ControlServer server = new ControlServer(endpoint, reach.token(), host, timeout);
    if (!server.order(call.target()) && !ends) {
      throw server.absent();
    }
  }

  /** Sends a signal to the master. */
  void signal(Effect.Signal effect) throws BackendException {
    Reach reach = reach();
    Optional<ProcessIdentity> target =
        effect.process().or(() -> reach.master().map(RunningProcess::identity));
    boolean ends = ENDING.contains(effect.signal());
    if (target.isEmpty()) {
      if (ends) {
        return;
      }
      throw new BackendException(
          Code.B004, "there is no process of " + member.name(), reach.missing(), "");
    }
    boolean isLoading =
        reach.master().filter(master -> !Titles.isReadyForSignals(master)).isPresent();
    if (isLoading && DEADLY_WHILE_LOADING.contains(effect.signal())) {
      throw new BackendException(
          Code.B004,
          "%s is not sent %s: it is loading, and would end"
              .formatted(member.name(), effect.signal()),
          "",
          "try again when it is up");
    }
    if (ends) {
      launch.expectEnd(member.name(), host);
    }
    send(target.get(), effect.signal(), ends);
  }

  private void send(ProcessIdentity process, String signal, boolean ends) throws BackendException {
    try {
      host.signal(process, signal);
    } catch (HostException e) {
      if (e.reason() != Reason.STALE || !ends) {
        throw BackendException.of(
            e, Code.B004, "%s could not be sent to %s".formatted(signal, member.name()));
      }
    }
  }

  /** Starts it, unless it runs. */
  void start(Effect.Spawn spawn) throws BackendException {
    Reach reach = reach();
    if (reach.master().isPresent() || answers(reach)) {
      return;
    }
    launch.start(spawn, host, timeout);
  }

  private boolean answers(Reach reach) throws BackendException {
    return reach.control().isPresent()
        && new ControlServer(reach.control().get(), reach.token(), host, timeout)
            .stats()
            .isPresent();
  }

  private Reach reach() throws BackendException {
    Optional<MemberState> started = Launch.of(launch.observe(host, timeout), member);
    return new ReachFinder(host).find(member, started);
  }
}
