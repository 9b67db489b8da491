package dev.bounce.backend.sim;

import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Workers;
import dev.bounce.backend.Workers.Worker;
import dev.bounce.backend.master.Monitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process that is none: a condition, and what it becomes next. Not safe for threads. */
final class SimulatedMember {
  private static final int LOG_LINES = 50;
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration DYING = Duration.ofMillis(20);
  private static final Map<String, String> MONITORED = monitored();

  private final String service;
  private final String name;
  private final Deque<String> log = new ArrayDeque<>();
  private long written;
  private Timing timing = Timing.DEFAULT;
  private Condition condition = Condition.RUNNING;
  private Optional<Long> pid;
  private Optional<Instant> startedAt;
  private Optional<Change> next = Optional.empty();
  private String detail = "";
  private int generation;
  private int lostWorkers;
  private int failingStarts;
  private int refusals;
  private int lostReplies;
  private int flaps;
  private int requests;
  private Duration flapsAfter = Duration.ZERO;
  private boolean ignoresTerm;
  private boolean ignoresKill;
  private boolean isMonitored = true;

  SimulatedMember(String service, String name, long pid, Instant startedAt) {
    this.service = service;
    this.name = name;
    this.pid = Optional.of(pid);
    this.startedAt = Optional.of(startedAt);
  }

  /**
   * How long a member takes.
   *
   * @param boot from its start until it is up
   * @param stop from being asked until it has ended
   */
  record Timing(Duration boot, Duration stop) {
    static final Timing DEFAULT = new Timing(Duration.ofSeconds(1), Duration.ofMillis(200));
  }

  /** What it becomes, and when. */
  private record Change(Instant at, Becoming becoming) {}

  private enum Becoming {
    UP,
    FAILED_START,
    DOWN,
    DEAD,
    STARTED_AGAIN,
    HANDED_OVER,
    NOT_HANDED_OVER,
    ROLLED,
    WORKER_LOST
  }

  String service() {
    return service;
  }

  String name() {
    return name;
  }

  void take(Timing newTiming) {
    timing = newTiming;
  }

  /** Returns when it changes by itself. */
  Optional<Instant> changesAt() {
    return next.map(Change::at);
  }

  /** Makes the change that is due. */
  void change(long newPid) {
    Change due = next.orElseThrow();
    next = Optional.empty();
    switch (due.becoming()) {
      case UP -> comeUp(due.at(), newPid);
      case FAILED_START -> die(Condition.FAILED, "FATAL: exited too quickly");
      case DOWN -> die(Condition.STOPPED, "");
      case DEAD -> {
        die(Condition.RETRYING, "exited unexpectedly; it is started again");
        next = Optional.of(new Change(due.at().plus(RETRY), Becoming.STARTED_AGAIN));
      }
      case STARTED_AGAIN -> begin(due.at());
      case HANDED_OVER -> comeUp(due.at(), newPid);
      case NOT_HANDED_OVER -> write("the new process exited too quickly, the old one goes on");
      case ROLLED -> {
        generation++;
        write("workers of generation " + generation + " are up");
      }
      case WORKER_LOST -> {
        lostWorkers++;
        write("a new worker exited too quickly");
        next = Optional.of(new Change(due.at().plus(timing.boot()), Becoming.WORKER_LOST));
      }
    }
  }

  private void comeUp(Instant at, long newPid) {
    condition = Condition.RUNNING;
    pid = Optional.of(newPid);
    startedAt = Optional.of(at);
    detail = "";
    write("up as pid " + newPid);
    if (flaps > 0) {
      flaps = flaps == Fault.ALWAYS ? flaps : flaps - 1;
      next = Optional.of(new Change(at.plus(flapsAfter), Becoming.DEAD));
    }
  }

  private void die(Condition into, String why) {
    condition = into;
    pid = Optional.empty();
    startedAt = Optional.empty();
    detail = why;
    write(why.isEmpty() ? "ended" : why);
  }

  private void begin(Instant now) {
    condition = Condition.STARTING;
    detail = "";
    write("starting");
    becomeBooted(now, Becoming.UP, Becoming.FAILED_START);
  }

  private void becomeBooted(Instant now, Becoming good, Becoming bad) {
    boolean fails = failingStarts > 0;
    if (fails && failingStarts != Fault.ALWAYS) {
      failingStarts--;
    }
    next = Optional.of(new Change(now.plus(timing.boot()), fails ? bad : good));
  }

  /** The old process goes on until the new one is up. */
  void restartHot(Instant now) {
    if (isRunning()) {
      write("handing over");
      becomeBooted(now, Becoming.HANDED_OVER, Becoming.NOT_HANDED_OVER);
    }
  }

  /** The workers are replaced, the master goes on. */
  void roll(Instant now) {
    if (isRunning()) {
      write("replacing the workers");
      lostWorkers = 0;
      becomeBooted(now, Becoming.ROLLED, Becoming.WORKER_LOST);
    }
  }

  void take(String signal) {
    write("got " + signal);
  }

  void start(Instant now) {
    if (condition.isDown() || condition == Condition.RETRYING) {
      begin(now);
    }
  }

  void stop(Instant now) {
    if (condition.isDown() || condition == Condition.STOPPING) {
      return;
    }
    if (pid.isEmpty()) {
      next = Optional.of(new Change(now, Becoming.DOWN));
      condition = Condition.STOPPING;
      return;
    }
    condition = Condition.STOPPING;
    boolean ends = !ignoresTerm && !ignoresKill;
    write(ends ? "asked to end" : "asked to end, and does not");
    next =
        ends ? Optional.of(new Change(now.plus(timing.stop()), Becoming.DOWN)) : Optional.empty();
  }

  void kill(Instant now) {
    if (!condition.isDown() && !ignoresKill) {
      condition = Condition.STOPPING;
      write("killed");
      next = Optional.of(new Change(now.plus(DYING), Becoming.DOWN));
    }
  }

  /** Ends at once, and stays down. */
  void crash() {
    next = Optional.empty();
    die(Condition.FAILED, "crashed");
  }

  void reload() {
    write("read its configuration again");
  }

  void add(Fault fault) {
    switch (fault) {
      case Fault.FailsStart(int times) -> failingStarts = times;
      case Fault.IgnoresTerm _ -> ignoresTerm = true;
      case Fault.HangsInStop _ -> ignoresKill = true;
      case Fault.Flaps(Duration after, int times) -> {
        flapsAfter = after;
        flaps = times;
      }
      case Fault.Busy(int count) -> requests = count;
      case Fault.Unmonitored _ -> isMonitored = false;
      case Fault.LosesReply(int times) -> lostReplies = times;
      case Fault.Refuses(int times) -> refusals = times;
    }
  }

  /** Tells whether what is being sent is refused. */
  boolean refuses() {
    boolean refuses = refusals > 0;
    refusals = refuses && refusals != Fault.ALWAYS ? refusals - 1 : refusals;
    return refuses;
  }

  /** Tells whether the answer to what was sent is lost. */
  boolean losesReply() {
    boolean loses = lostReplies > 0;
    lostReplies = loses && lostReplies != Fault.ALWAYS ? lostReplies - 1 : lostReplies;
    return loses;
  }

  boolean isRunning() {
    return condition == Condition.RUNNING;
  }

  MemberState state() {
    Optional<Identity> identity =
        isRunning() || condition == Condition.STOPPING
            ? pid.map(it -> new Identity("simulated", name + "#" + it, "pid " + it))
            : Optional.empty();
    MemberState state = new MemberState(name, condition, identity, startedAt, detail);
    MemberState known = isMonitored ? state.withFacts(MONITORED) : state;
    return isRunning() ? known.withWorkers(workers()).withRequests(requests) : known;
  }

  private static Map<String, String> monitored() {
    Map<String, String> facts = new LinkedHashMap<>();
    new Monitor("a simulated monitor", "sim").note(facts);
    return Map.copyOf(facts);
  }

  /** Two workers; while new ones do not come up, the second is always another one. */
  private Workers workers() {
    String prefix = pid.orElse(0L) + "." + generation;
    Worker second =
        lostWorkers == 0
            ? new Worker(prefix + ".1", true)
            : new Worker(prefix + ".1~" + lostWorkers, false);
    return new Workers(List.of(new Worker(prefix + ".0", true), second), 2);
  }

  List<String> log(int lines) {
    return log.stream().skip(Math.max(0, log.size() - lines)).toList();
  }

  /** Returns how many lines it has ever written. */
  long written() {
    return written;
  }

  private void write(String line) {
    written++;
    log.add(name + ": " + line);
    if (log.size() > LOG_LINES) {
      log.remove();
    }
  }
}
