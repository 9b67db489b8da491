package dev.bounce.backend.puma;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.ProcessMark;
import dev.bounce.backend.master.MasterProgram;
import dev.bounce.backend.master.PidNote;
import dev.bounce.backend.master.Sighting;
import dev.bounce.diag.Code;
import dev.bounce.host.Endpoint;
import dev.bounce.host.FileStatus;
import dev.bounce.host.Host;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds a Puma: its process by the state file, else by the pid file, else by what bounce noted when
 * it started it; its control server by the property {@code control}, else by the state file of a
 * living process.
 *
 * <p>Safety: state file, pid file and the socket of the control server are believed only when they
 * belong to root, to the user of bounce, or to the user whom the process belongs to.
 */
final class ReachFinder {
  private static final MasterProgram PUMA = new MasterProgram("Puma", Titles::canBeMaster);

  private final Host host;

  ReachFinder(Host host) {
    this.host = host;
  }

  /**
   * Returns where the control server listens as far as the declaration tells; absent where there is
   * none, and signals are sent. Pure.
   */
  static Optional<Endpoint> planned(Member member) {
    if (member.control().isPresent()) {
      return ControlUrl.parse(member.control().get(), member.certificate())
          .or(() -> Optional.of(new Endpoint.Discovered("what `control` names")));
    }
    return member
        .state()
        .map(file -> new Endpoint.Discovered("the control server that " + file + " names"));
  }

  /**
   * Finds a member.
   *
   * @param started what the backend of plain processes says of it, where bounce can start it
   */
  Reach find(Member member, Optional<MemberState> started) throws BackendException {
    Optional<StateFile> state =
        member.state().isPresent() ? StateFile.read(member.state().get(), host) : Optional.empty();
    refuseWithoutStateFile(member, state);
    Optional<PidNote> pid =
        member.pidFile().isPresent()
            ? PidNote.read(member.pidFile().get(), host)
            : Optional.empty();
    List<RunningProcess> processes = Sighting.processes(host);
    Sighting byState = Sighting.of(state.flatMap(StateFile::note), PUMA, processes, host);
    Sighting sighting =
        byState instanceof Sighting.Missing && pid.isPresent()
            ? Sighting.of(pid, PUMA, processes, host)
            : byState;
    Optional<RunningProcess> master =
        switch (sighting) {
          case Sighting.Seen seen -> Optional.of(seen.master());
          case Sighting.Missing _ -> noted(started, processes);
        };
    String missing =
        sighting instanceof Sighting.Missing(String detail) && master.isEmpty() ? detail : "";
    Optional<String> url =
        member
            .control()
            .or(() ->
                byState instanceof Sighting.Seen
                    ? state.flatMap(StateFile::controlUrl)
                    : Optional.empty());
    Optional<Endpoint> control =
        url.isPresent() ? Optional.of(endpoint(member, url.get())) : Optional.empty();
    if (control.isPresent() && control.get() instanceof Endpoint.Unix(Path socket)) {
      refuseForeign(socket, master, member);
    }
    Sighting first = member.state().isPresent() ? byState : sighting;
    return new Reach(
        master,
        first instanceof Sighting.Seen,
        missing,
        control,
        url.orElse(""),
        member.token().or(() -> state.flatMap(StateFile::token)),
        state.filter(it -> it.note().isEmpty()).isPresent(),
        processes);
  }

  private static Optional<RunningProcess> noted(
      Optional<MemberState> started, List<RunningProcess> processes) {
    return started
        .flatMap(MemberState::identity)
        .map(ProcessMark::process)
        .flatMap(wanted -> living(wanted, processes))
        .filter(PUMA::fits);
  }

  private static Optional<RunningProcess> living(
      ProcessIdentity wanted, List<RunningProcess> processes) {
    return processes.stream()
        .filter(process ->
            process.identity().pid() == wanted.pid()
                && process.identity().startTicks() == wanted.startTicks())
        .findFirst();
  }

  /** Puma leaves its state file behind, so where none is, none has ever run. */
  private static void refuseWithoutStateFile(Member member, Optional<StateFile> state)
      throws BackendException {
    boolean otherwiseKnown =
        member.canBeStarted() || member.control().isPresent() || member.pidFile().isPresent();
    if (member.state().isPresent() && state.isEmpty() && !otherwiseKnown) {
      throw new BackendException(
          Code.B001,
          "no Puma has written the state file " + member.state().get(),
          "there is no such file",
          "start Puma with `state_path` (-S), or correct `state`");
    }
  }

  private static Endpoint endpoint(Member member, String url) throws BackendException {
    // The URL itself stays out of the message: somebody may have put a token into it.
    return ControlUrl.parse(url, member.certificate())
        .orElseThrow(() ->
            new BackendException(
                Code.P012,
                "what `%s` says of %s is not the address of a control server"
                    .formatted(member.control().isPresent() ? "control" : "state", member.name()),
                "",
                "write unix:///path/of.sock, unix://@name, tcp://host:port or ssl://host:port; the"
                    + " token belongs in `token`"));
  }

  private void refuseForeign(Path socket, Optional<RunningProcess> master, Member member)
      throws BackendException {
    Optional<FileStatus> status = host.status(socket);
    if (status.isEmpty() || host.ownership(socket).filter(it -> it.trusted()).isPresent()) {
      return;
    }
    int owner = status.get().ownerUserId();
    boolean ofMaster = master.filter(it -> it.identity().userId() == owner).isPresent();
    boolean ofUser =
        host.ownership(socket)
            .filter(it -> member.settings().text("user").filter(it.owner()::equals).isPresent())
            .isPresent();
    if (!ofMaster && !ofUser) {
      throw new BackendException(
          Code.B005,
          "the socket " + socket + " is not believed to be Puma's",
          "it belongs to uid " + Integer.toUnsignedString(owner),
          "name `state` or `pid-file`, so that its owner can be compared with the process, or run"
              + " bounce as the user who runs that Puma");
    }
  }
}
