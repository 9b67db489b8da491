package dev.bounce.backend.process;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.ProcessMark;
import dev.bounce.diag.Code;
import dev.bounce.host.CommandLine;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.ProcessIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Signals and starts, with the notes that go before them. */
final class Effects {
  private Effects() {}

  /** Signals a member's process; does nothing where there is none any more. */
  static void signal(Member member, Effect.Signal effect, Host host) throws BackendException {
    Optional<PidFile> noted =
        Observation.pidFile(member, host).filter(file -> isMeant(file, effect));
    if (noted.isEmpty() || !noted.get().boot().equals(ProcessMark.boot(host))) {
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
      throw BackendException.of(
          e, Code.B004, "%s could not be sent to %s".formatted(effect.signal(), member.name()));
    }
  }

  /** Notes that a member is told to end by somebody else. */
  static void expectEnd(Member member, Host host) throws BackendException {
    Optional<PidFile> noted = Observation.pidFile(member, host);
    if (noted.isEmpty() || noted.get().told().isPresent()) {
      return;
    }
    try {
      host.write(member.pidFile(), noted.get().told("TERM").text());
    } catch (HostException e) {
      throw BackendException.of(
          e, Code.B004, "it could not be noted that " + member.name() + " is told to end");
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
    Optional<ProcessIdentity> living = host.process(file.process().pid());
    if (living.isPresent() && !file.isOf(living.get())) {
      return List.of(); // the number is somebody else's by now
    }
    return session ? host.session(file.process()) : living.map(List::of).orElse(List.of());
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

  /** Starts a member's process, noting it before its command begins; does nothing where it runs. */
  static void spawn(Member member, Effect.Spawn effect, Host host, Duration timeout)
      throws BackendException {
    String boot = ProcessMark.boot(host);
    Optional<PidFile> noted =
        Observation.pidFile(member, host).filter(file -> file.boot().equals(boot));
    if (noted.isPresent() && isRunning(noted.get(), host)) {
      return;
    }
    if (noted.isPresent()) {
      refuseBesideOthers(member, host.session(noted.get().process()));
    }
    CommandLine command =
        new CommandLine(
            effect.arguments(), effect.directory(), member.command().environment(), effect.user());
    try {
      start(member, effect, command, boot, host, timeout);
    } catch (HostException e) {
      throw BackendException.of(
          e,
          Code.B006,
          "%s could not be started: %s".formatted(member.name(), effect.arguments().getFirst()));
    }
  }

  private static void start(
      Member member,
      Effect.Spawn effect,
      CommandLine command,
      String boot,
      Host host,
      Duration timeout)
      throws HostException {
    AtomicReference<ProcessIdentity> noted = new AtomicReference<>();
    ProcessIdentity process =
        host.spawn(
                command,
                effect.logFile(),
                born -> {
                  host.write(effect.pidFile(), note(member, born, boot));
                  noted.set(born);
                },
                timeout)
            .identity();
    if (!process.equals(noted.get())) { // it was still root's, and is its user's now
      host.write(effect.pidFile(), note(member, process, boot));
    }
  }

  private static boolean isRunning(PidFile file, Host host) {
    return host.process(file.process().pid()).filter(file::isOf).isPresent();
  }

  private static String note(Member member, ProcessIdentity process, String boot) {
    return new PidFile(process, boot, member.name(), Optional.empty()).text();
  }

  /** What is left of an earlier start may hold the port, and would be forgotten by a new note. */
  private static void refuseBesideOthers(Member member, List<ProcessIdentity> others)
      throws BackendException {
    if (!others.isEmpty()) {
      throw new BackendException(
          Code.B006,
          member.name() + " is not started beside what an earlier start left behind",
          "pid " + others.getFirst().pid() + " is still there",
          "stop or restart it");
    }
  }
}
