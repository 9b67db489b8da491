package dev.bounce.backend.process;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.diag.Code;
import dev.bounce.host.CommandLine;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.ProcessIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Signals and starts, with the notes that go before them. */
final class Effects {
  private Effects() {}

  /** Signals a member's process; does nothing where there is none any more. */
  static void signal(Member member, Effect.Signal effect, Host host) throws BackendException {
    Optional<PidFile> noted =
        Observation.pidFile(member, host).filter(file -> isMeant(file, effect));
    if (noted.isEmpty() || !noted.get().boot().equals(Observation.boot(host))) {
      return;
    }
    PidFile file = noted.get();
    try {
      List<ProcessIdentity> processes = processes(file, effect.session(), host);
      if (!processes.isEmpty() && asksToStop(member, effect)) {
        host.write(member.pidFile(), file.told(effect.signal()).text());
      }
      for (ProcessIdentity process : processes) {
        send(process, effect.signal(), host);
      }
    } catch (HostException e) {
      throw new BackendException(
          e.reason() == Reason.PERMISSION ? Code.B005 : Code.B004,
          "%s could not be sent to %s".formatted(effect.signal(), member.name()),
          e.message(),
          "");
    }
  }

  private static boolean isMeant(PidFile file, Effect.Signal effect) {
    return effect
        .process()
        .map(process ->
            process.pid() == file.process().pid()
                && process.startTicks() == file.process().startTicks())
        .orElse(true);
  }

  private static List<ProcessIdentity> processes(PidFile file, boolean session, Host host) {
    Optional<ProcessIdentity> leader = host.process(file.process().pid()).filter(file::isOf);
    return session ? host.session(file.process()) : leader.map(List::of).orElse(List.of());
  }

  /** A process that ends after any other signal has ended by itself. */
  private static boolean asksToStop(Member member, Effect.Signal effect) {
    String asking = member.settings().text("stop-signal").orElse("TERM");
    return effect.signal().equals("KILL") || effect.signal().equals(asking);
  }

  private static void send(ProcessIdentity process, String signal, Host host) throws HostException {
    try {
      host.signal(process, signal);
    } catch (HostException e) {
      if (e.reason() != Reason.STALE) { // it has just ended, which is no failure
        throw e;
      }
    }
  }

  /** Starts a member's process, noting it before its command begins. */
  static void spawn(Member member, Effect.Spawn effect, Host host, Duration timeout)
      throws BackendException {
    String boot = Observation.boot(host);
    refuseSecond(member, boot, host);
    CommandLine command =
        new CommandLine(
            effect.arguments(), effect.directory(), member.command().environment(), effect.user());
    try {
      ProcessIdentity process =
          host.spawn(
              command,
              effect.logFile(),
              born -> host.write(effect.pidFile(), note(member, born, boot)),
              timeout);
      // Now it is its user's; until here it may have been root's.
      host.write(effect.pidFile(), note(member, process, boot));
    } catch (HostException e) {
      throw new BackendException(
          e.reason() == Reason.PERMISSION ? Code.B005 : Code.B006,
          "%s could not be started: %s".formatted(member.name(), effect.arguments().getFirst()),
          e.message(),
          "");
    }
  }

  private static String note(Member member, ProcessIdentity process, String boot) {
    return new PidFile(process, boot, member.name(), Optional.empty()).text();
  }

  private static void refuseSecond(Member member, String boot, Host host) throws BackendException {
    Optional<ProcessIdentity> running =
        Observation.pidFile(member, host)
            .filter(file -> file.boot().equals(boot))
            .flatMap(file -> host.session(file.process()).stream().findFirst());
    if (running.isPresent()) {
      throw new BackendException(
          Code.B006,
          member.name() + " is not started a second time",
          "it runs as pid " + running.get().pid(),
          "restart it, or stop it first");
    }
  }
}
