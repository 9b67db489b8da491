package dev.bounce.backend.nginx;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.ProcessMark;
import dev.bounce.backend.Successor;
import dev.bounce.backend.Workers;
import dev.bounce.backend.Workers.Worker;
import dev.bounce.backend.master.DeclaredMaster;
import dev.bounce.backend.master.MasterProgram;
import dev.bounce.backend.master.Monitor;
import dev.bounce.backend.master.Sighting.Seen;
import dev.bounce.backend.master.Succession;
import dev.bounce.backend.master.SystemdUnit;
import dev.bounce.host.Host;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What pid files, process table and the titles of processes say of a member.
 *
 * <p>A worker that an earlier configuration or binary has left to finish its last requests says so
 * in its title; it is no current one.
 */
record Observation(Host host) {
  /** The unit of systemd that it runs in. */
  static final String UNIT = "unit";

  /** What the master was started by, as it stands in its title. */
  static final String COMMAND = "command";

  private static final String MASTER = "nginx: master process ";
  private static final String WORKER = "nginx: worker process";
  private static final String LEAVING = "is shutting down";

  private static final MasterProgram PROGRAM =
      new MasterProgram("nginx", words -> words.getFirst().startsWith(MASTER));

  /**
   * Looks for the master by {@code FILE}; during an upgrade the old one has {@code FILE.oldbin}.
   */
  Succession look(DeclaredMaster member) throws BackendException {
    Path main = Program.pidFile(member);
    Path old = main.resolveSibling(main.getFileName() + ".oldbin");
    return Succession.look(new Succession.PidFiles(main, old, main), PROGRAM, host);
  }

  MemberState of(DeclaredMaster member) throws BackendException {
    Succession seen = look(member);
    if (seen.master().isEmpty()) {
      return new MemberState(
          member.name(), Condition.STOPPED, Optional.empty(), Optional.empty(), seen.detail());
    }
    Seen master = seen.master().get();
    String boot = ProcessMark.boot(host);
    Condition condition = condition(master, seen.successor());
    MemberState state =
        new MemberState(
                member.name(),
                condition,
                Optional.of(ProcessMark.of(master.master().identity(), boot)),
                Optional.of(host.startedAt(master.master().identity())),
                condition == Condition.RUNNING ? "" : "no worker takes requests")
            .withWorkers(workers(master, boot))
            .withFacts(facts(seen, master));
    return seen.successor()
        .map(next ->
            state.withSuccessor(
                new Successor(ProcessMark.of(next.master().identity(), boot), workers(next, boot))))
        .orElse(state);
  }

  private static Condition condition(Seen master, Optional<Seen> successor) {
    boolean serves = hasWorkers(master) || successor.filter(Observation::hasWorkers).isPresent();
    if (serves) {
      return Condition.RUNNING;
    }
    boolean isEnding = master.children().stream().anyMatch(child -> title(child).contains(LEAVING));
    return isEnding ? Condition.STOPPING : Condition.STARTING;
  }

  private static boolean hasWorkers(Seen master) {
    return master.children().stream().anyMatch(Observation::isWorker);
  }

  private static Workers workers(Seen master, String boot) {
    List<Worker> all =
        master.children().stream()
            .filter(Observation::isWorker)
            .map(child -> new Worker(ProcessMark.of(child.identity(), boot).value(), true))
            .toList();
    return new Workers(all, Math.max(1, all.size()));
  }

  private static boolean isWorker(RunningProcess process) {
    return title(process).startsWith(WORKER) && !title(process).contains(LEAVING);
  }

  private static String title(RunningProcess process) {
    return process.arguments().isEmpty() ? "" : process.arguments().getFirst();
  }

  private Map<String, String> facts(Succession seen, Seen master) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(COMMAND, title(master.master()).substring(MASTER.length()));
    Monitor.of(master.master(), seen.processes(), host).ifPresent(monitor -> monitor.note(facts));
    SystemdUnit.of(master.master(), seen.processes(), host)
        .ifPresent(unit -> facts.put(UNIT, unit));
    return facts;
  }
}
