package dev.bounce.backend.gunicorn;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.ProcessMark;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Successor;
import dev.bounce.backend.Workers;
import dev.bounce.backend.Workers.Worker;
import dev.bounce.backend.master.DeclaredMaster;
import dev.bounce.backend.master.MasterProgram;
import dev.bounce.backend.master.Monitor;
import dev.bounce.backend.master.Sighting.Seen;
import dev.bounce.backend.master.Starter;
import dev.bounce.backend.master.Succession;
import dev.bounce.host.Host;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What pid file, process table and workers say of a member.
 *
 * @param settings those of the whole service
 */
record Observation(Settings settings, Starter starter, Host host, Duration timeout) {
  /** Why new code is not loaded by a reload. */
  static final String PRELOAD = "preload";

  private static final MasterProgram PROGRAM = new MasterProgram("gunicorn", Arguments::isGunicorn);

  MemberState of(DeclaredMaster member) throws BackendException {
    Succession seen = look(member);
    return seen.master().isPresent()
        ? up(member, seen, seen.master().get())
        : down(member, seen.detail());
  }

  /** Looks for the master by {@code FILE}, and for the next one by {@code FILE.2}. */
  Succession look(DeclaredMaster member) throws BackendException {
    Path main = member.pidFile().orElseThrow();
    Path next = main.resolveSibling(main.getFileName() + ".2");
    return Succession.look(new Succession.PidFiles(main, main, next), PROGRAM, host);
  }

  private MemberState up(DeclaredMaster member, Succession seen, Seen master)
      throws BackendException {
    String boot = ProcessMark.boot(host);
    Workers workers = workers(master, seen.successor(), boot);
    String missing = missing(seen, workers);
    MemberState state =
        new MemberState(
                member.name(),
                missing.isEmpty() ? Condition.RUNNING : Condition.STARTING,
                Optional.of(ProcessMark.of(master.master().identity(), boot)),
                Optional.of(host.startedAt(master.master().identity())),
                missing)
            .withWorkers(workers)
            .withFacts(facts(member, seen, master));
    if (seen.successor().isEmpty()) {
      return state;
    }
    Seen second = seen.successor().get();
    return state.withSuccessor(
        new Successor(
            ProcessMark.of(second.master().identity(), boot),
            workers(second, Optional.empty(), boot)));
  }

  /** Returns what it needs to be up; the second master of a hot restart waits for the first. */
  private static String missing(Succession seen, Workers workers) {
    if (!seen.settled()) {
      return "it is about to take over";
    }
    return workers.all().stream().anyMatch(Worker::ready) ? "" : "no worker is ready";
  }

  /** The next master is a child of the first one, and no worker. */
  private Workers workers(Seen master, Optional<Seen> successor, String boot) {
    long next = successor.map(seen -> seen.master().identity().pid()).orElse(-1L);
    List<RunningProcess> children =
        master.children().stream().filter(child -> child.identity().pid() != next).toList();
    List<Worker> all =
        children.stream()
            .map(child ->
                new Worker(
                    ProcessMark.of(child.identity(), boot).value(), Heartbeat.isReady(child, host)))
            .toList();
    int wanted =
        new Arguments(master.master().arguments()).workers().orElse(Math.max(1, all.size()));
    return new Workers(all, wanted);
  }

  private Map<String, String> facts(DeclaredMaster member, Succession seen, Seen master) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (member.settings().isSet("preload")) {
      facts.put(PRELOAD, "`preload true`");
    } else {
      new Arguments(master.master().arguments())
          .preload(master.master(), host)
          .or(() -> declaredPreload(member))
          .ifPresent(words -> facts.put(PRELOAD, words));
    }
    Monitor.of(master.master(), seen.processes(), host).ifPresent(monitor -> monitor.note(facts));
    return facts;
  }

  private static Optional<String> declaredPreload(DeclaredMaster member) {
    return member.settings().texts("command").contains("--preload")
        ? Optional.of("--preload")
        : Optional.empty();
  }

  /** What bounce itself has started is known also before its pid file is there. */
  private MemberState down(DeclaredMaster member, String detail) throws BackendException {
    MemberState stopped =
        new MemberState(
            member.name(), Condition.STOPPED, Optional.empty(), Optional.empty(), detail);
    List<String> command = member.settings().texts("command");
    if (command.isEmpty() || command.contains("--daemon") || command.contains("-D")) {
      return stopped;
    }
    MemberState started = starter.observe(settings, member.index(), host, timeout);
    return switch (started.condition()) {
      case RUNNING ->
          new MemberState(
              member.name(),
              Condition.STARTING,
              started.identity(),
              started.startedAt(),
              "its pid file is not there yet");
      case STOPPING, FAILED -> started;
      case STOPPED, STARTING, RETRYING, UNKNOWN -> stopped;
    };
  }
}
