package dev.bounce.backend.puma;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.ProcessMark;
import dev.bounce.backend.Workers;
import dev.bounce.backend.Workers.Worker;
import dev.bounce.backend.master.Monitor;
import dev.bounce.backend.master.Sighting;
import dev.bounce.backend.puma.Facts.Answer;
import dev.bounce.host.Host;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is seen of one Puma: by its control server where it has one, else by its processes. */
final class Observation {
  private final Member member;
  private final Optional<MemberState> started;
  private final Host host;
  private final ProcessFiles files;
  private final Duration timeout;

  /**
   * @param started what the backend of plain processes says, where bounce can start it
   */
  Observation(Member member, Optional<MemberState> started, Host host, Duration timeout) {
    this.member = member;
    this.started = started;
    this.host = host;
    this.files = new ProcessFiles(host);
    this.timeout = timeout;
  }

  /**
   * Looks. Puma writes its files before it serves: one that serves and was in none of them was
   * looked for too early, and is looked at again, by what they say now. Else its next look would
   * know it by other means, and take it for another start.
   */
  MemberState state() throws BackendException {
    Reach early = reach();
    MemberState seen = state(early);
    if (seen.identity().isEmpty() || early.named() || !member.isNamedByFiles()) {
      return seen;
    }
    Reach late = reach();
    return late.named() ? state(late) : seen;
  }

  private Reach reach() throws BackendException {
    return new ReachFinder(host).find(member, started);
  }

  private MemberState state(Reach reach) throws BackendException {
    String before = execution(reach.master());
    Optional<Stats> stats =
        reach.control().isPresent()
            ? new ControlServer(reach.control().get(), reach.token(), host, timeout).stats()
            : Optional.empty();
    if (stats.isPresent()) {
      boolean isOfOneExecution = before.equals(execution(reach.master()));
      return isOfOneExecution
          ? bySpeech(stats.get(), reach, before)
          : coming(reach, "it executes itself anew");
    }
    if (reach.master().isEmpty()) {
      return down(reach);
    }
    return reach.control().isPresent()
        ? coming(reach, "its control server does not listen")
        : byProcesses(reach, reach.master().get(), before);
  }

  private String execution(Optional<RunningProcess> master) {
    return master.map(process -> files.execution(process.identity().pid())).orElse("");
  }

  private MemberState bySpeech(Stats stats, Reach reach, String execution) throws BackendException {
    return switch (stats) {
      case Stats.Single single ->
          state(
                  Condition.RUNNING,
                  Optional.of(identity(reach, reach.master(), single.startedAt(), execution)),
                  "without workers")
              .withRequests(single.requests())
              .withFacts(facts(reach, reach.master(), PhasedRestart.withoutWorkers(), Answer.NO));
      case Stats.Cluster cluster -> {
        Lineage lineage = Lineage.of(cluster, Sighting.processes(host));
        Optional<RunningProcess> master = reach.master().or(lineage::master);
        // Until its first worker is up, nothing has been started that could be known again.
        boolean hasBegun = cluster.booted() > 0 || cluster.phase() > 0;
        Identity identity = identity(reach, master, cluster.startedAt(), execution);
        PhasedRestart phased =
            PhasedRestart.ofCluster(cluster.phase(), master, new Log(member, master, host), files);
        yield state(
                cluster.isUp() ? Condition.RUNNING : Condition.STARTING,
                hasBegun ? Optional.of(identity) : Optional.empty(),
                detail(cluster))
            .withWorkers(workers(cluster))
            .withRequests(cluster.requests())
            .withFacts(facts(reach, master, phased, lineage.isForkedByWorker()));
      }
    };
  }

  private static String detail(Stats.Cluster cluster) {
    String counted =
        "phase %d, %d of %d workers booted"
            .formatted(cluster.phase(), cluster.booted(), cluster.wanted());
    return cluster.old() == 0 ? counted : counted + ", " + cluster.old() + " of an earlier phase";
  }

  /**
   * A worker's phase belongs to its identity: it never changes, unless the first worker becomes the
   * one that the others are forked from anew.
   */
  private static Workers workers(Stats.Cluster cluster) {
    List<Worker> all =
        cluster.workers().stream()
            .filter(worker -> worker.pid().isPresent())
            .map(worker ->
                new Worker(
                    "pid=%d started=%s phase=%d"
                        .formatted(worker.pid().orElseThrow(), worker.startedAt(), worker.phase()),
                    worker.booted() && worker.reported() && worker.phase() == cluster.phase()))
            .toList();
    return new Workers(all, cluster.wanted());
  }

  private MemberState byProcesses(Reach reach, RunningProcess master, String execution) {
    long pid = master.identity().pid();
    List<Worker> workers =
        reach.processes().stream()
            .filter(process -> Titles.isWorkerOf(process, pid))
            .map(RunningProcess::identity)
            .map(worker ->
                new Worker(
                    "pid=%d start=%d".formatted(worker.pid(), worker.startTicks()),
                    files.serves(worker.pid())))
            .toList();
    if (!Titles.isReadyForSignals(master)) {
      return coming(reach, "it is loading");
    }
    Optional<Identity> identity = Optional.of(identity(reach, reach.master(), "", execution));
    if (workers.isEmpty()) {
      boolean serves = files.serves(pid);
      return state(
              serves ? Condition.RUNNING : Condition.STARTING,
              serves ? identity : Optional.empty(),
              serves ? "without workers" : "no worker yet")
          .withFacts(facts(reach, Optional.of(master), PhasedRestart.withoutWorkers(), Answer.NO));
    }
    long ready = workers.stream().filter(Worker::ready).count();
    PhasedRestart phased =
        PhasedRestart.ofCluster(
            0, Optional.of(master), new Log(member, Optional.of(master), host), files);
    return state(
            ready == workers.size() ? Condition.RUNNING : Condition.STARTING,
            ready == 0 ? Optional.empty() : identity,
            "%d of %d workers serve".formatted(ready, workers.size()))
        .withWorkers(new Workers(workers, workers.size()))
        .withFacts(facts(reach, Optional.of(master), phased, Answer.NO));
  }

  private MemberState coming(Reach reach, String detail) {
    // What does not listen cannot be told anything: it is left to signals.
    PhasedRestart unknown = new PhasedRestart(Answer.UNKNOWN, detail);
    return state(Condition.STARTING, Optional.empty(), detail)
        .withFacts(facts(reach.withoutControl(), reach.master(), unknown, Answer.UNKNOWN));
  }

  private MemberState down(Reach reach) {
    if (reach.appearing()) {
      return coming(reach, "it is writing its state file");
    }
    if (started.isEmpty()) {
      return state(Condition.STOPPED, Optional.empty(), reach.missing());
    }
    MemberState own = started.get();
    return switch (own.condition()) {
      case FAILED -> state(Condition.FAILED, Optional.empty(), own.detail());
      case RUNNING, STARTING, STOPPING, RETRYING, UNKNOWN ->
          state(Condition.STARTING, Optional.empty(), "what bounce started is no Puma yet")
              .withFacts(
                  new Facts(
                          own.identity().map(ProcessMark::process),
                          Optional.empty(),
                          Optional.empty(),
                          Answer.UNKNOWN,
                          "",
                          Answer.UNKNOWN,
                          false,
                          false)
                      .map());
      case STOPPED -> state(Condition.STOPPED, Optional.empty(), reach.missing());
    };
  }

  /** Puma does not say since when it has been up, only when it began to load. */
  private MemberState state(Condition condition, Optional<Identity> identity, String detail) {
    return new MemberState(member.name(), condition, identity, Optional.empty(), detail);
  }

  /**
   * A restarted Puma keeps its pid, but executes its program anew. Where no file names its process,
   * only what it says itself is the same in every look.
   *
   * @param master shown where it was found in another way
   */
  private static Identity identity(
      Reach reach, Optional<RunningProcess> master, String startedAt, String execution) {
    String since = startedAt.isEmpty() ? "" : "started " + timeOfDay(startedAt);
    String shown =
        master.map(it -> ("pid " + it.identity().pid() + " " + since).strip()).orElse(since);
    if (reach.master().isEmpty()) {
      return new Identity("started_at", "started_at=" + startedAt, shown);
    }
    ProcessIdentity process = reach.master().get().identity();
    String value =
        "pid=%d start=%d execution=%s started_at=%s"
            .formatted(process.pid(), process.startTicks(), execution, startedAt);
    return new Identity("pid+execution", value, shown);
  }

  /** The pid stays, so a person needs something else to see that it was restarted. */
  private static String timeOfDay(String startedAt) {
    int day = startedAt.indexOf('T');
    return day < 0 ? startedAt : startedAt.substring(day + 1);
  }

  private Map<String, String> facts(
      Reach reach, Optional<RunningProcess> master, PhasedRestart phased, Answer refork) {
    Map<String, String> facts =
        new Facts(
                master.map(RunningProcess::identity),
                reach.control().map(_ -> reach.url()),
                member.certificate(),
                phased.answer(),
                phased.why(),
                refork,
                master.map(Titles::runsOnJruby).orElse(false),
                master.map(it -> isAlone(it, reach)).orElse(false))
            .map();
    master
        .flatMap(process -> Monitor.of(process, reach.processes(), host))
        .ifPresent(monitor -> monitor.note(facts));
    return facts;
  }

  /** Tells whether nothing would start it again: a child of a first process that starts nothing. */
  private boolean isAlone(RunningProcess master, Reach reach) {
    boolean startsAgain =
        reach.processes().stream()
            .filter(process -> process.identity().pid() == 1)
            .findFirst()
            .map(first -> String.join(" ", first.arguments()))
            .filter(words -> words.contains("systemd") || words.endsWith("init"))
            .isPresent();
    return master.parent() == 1 && !startsAgain && !member.canBeStarted();
  }
}
