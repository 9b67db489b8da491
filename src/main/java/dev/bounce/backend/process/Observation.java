package dev.bounce.backend.process;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.ProcessMark;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.ProcessIdentity;
import java.util.Optional;

/** What the pid file and the process table say of a member. */
final class Observation {
  private static final int PID_FILE_LIMIT_BYTES = 4096;
  private static final int LAST_LINES = 10;

  private Observation() {}

  static MemberState of(Member member, Host host) throws BackendException {
    Optional<PidFile> noted = pidFile(member, host);
    if (noted.isEmpty()) {
      return down(member, Condition.STOPPED, "");
    }
    PidFile file = noted.get();
    if (!file.boot().equals(ProcessMark.boot(host))) {
      return down(member, Condition.STOPPED, "the machine was started anew since");
    }
    Optional<ProcessIdentity> living = host.process(file.process().pid());
    if (living.filter(file::isOf).isPresent()) {
      return up(member, Condition.RUNNING, file, host, "");
    }
    if (living.isPresent()) {
      String detail = "stale pid file: pid " + file.process().pid() + " is another process now";
      return down(member, Condition.STOPPED, detail);
    }
    int rest = host.session(file.process()).size();
    if (rest > 0) {
      String detail = "the process has ended, " + rest + " more of its session have not";
      return up(member, Condition.STOPPING, file, host, detail);
    }
    return file.told().isPresent()
        ? down(member, Condition.STOPPED, "")
        : down(member, Condition.FAILED, lastWords(member, host));
  }

  /**
   * Returns what was noted of a member, if anything.
   *
   * @throws BackendException B007 when that cannot be believed
   */
  static Optional<PidFile> pidFile(Member member, Host host) throws BackendException {
    try {
      String text = host.readTrusted(member.pidFile(), PID_FILE_LIMIT_BYTES);
      PidFile file =
          PidFile.parse(text)
              .orElseThrow(
                  () -> unbelieved(member, member.pidFile() + " was not written by bounce"));
      if (!file.member().equals(member.name())) {
        throw unbelieved(member, member.pidFile() + " is about " + file.member());
      }
      return Optional.of(file);
    } catch (HostException e) {
      if (e.reason() == Reason.ABSENT) {
        return Optional.empty();
      }
      throw unbelieved(member, e.message());
    }
  }

  private static MemberState up(
      Member member, Condition condition, PidFile file, Host host, String detail) {
    return new MemberState(
        member.name(),
        condition,
        Optional.of(ProcessMark.of(file.process(), file.boot())),
        Optional.of(host.startedAt(file.process())),
        detail);
  }

  private static MemberState down(Member member, Condition condition, String detail) {
    return new MemberState(member.name(), condition, Optional.empty(), Optional.empty(), detail);
  }

  private static String lastWords(Member member, Host host) {
    String words = StartLines.lastWords(host.tail(member.logFile(), LAST_LINES));
    return "it ended by itself" + (words.isEmpty() ? "" : "; its last words: " + words);
  }

  private static BackendException unbelieved(Member member, String cause) {
    return new BackendException(
        Code.B007,
        "the pid file of " + member.name() + " is not believed",
        cause,
        "look whether the process runs, end it, and remove the file");
  }
}
