package dev.bounce.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Virtual time, and one task at a time: a task runs until it waits, then the one whose time comes
 * next goes on, and time jumps there. Among tasks of the same time the seed chooses, so that the
 * same seed gives the same run.
 *
 * <p>The thread that first uses it becomes its first task. A task must not wait for another one by
 * any other means than this scheduler.
 */
public final class SimulatedScheduler implements Scheduler {
  /** The time of day at which a simulation begins. */
  public static final Instant EPOCH = Instant.parse("2030-01-01T00:00:00Z");

  private static final long LONGEST_NANOS = Duration.ofDays(365).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final Random random;
  private final List<Strand> strands = new ArrayList<>();
  private long nanos;
  private Optional<String> trouble = Optional.empty();

  /**
   * @param seed chooses among tasks that could go on at the same time
   */
  public SimulatedScheduler(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public long nanoTime() {
    lock.lock();
    try {
      return nanos;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant now() {
    return EPOCH.plusNanos(nanoTime());
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    lock.lock();
    try {
      Strand self = current();
      throwIfInterrupted();
      self.sleepUntil(nanos + Math.max(0, duration.toNanos()));
      passOn(self);
      throwIfInterrupted();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <T> List<Outcome<T>> all(List<? extends Callable<T>> tasks, int atOnce)
      throws InterruptedException {
    if (tasks.isEmpty()) {
      return List.of();
    }
    lock.lock();
    try {
      Strand self = current();
      throwIfInterrupted();
      Crowd<T> crowd = new Crowd<>(tasks);
      crowd.startNext(Math.max(1, atOnce));
      self.joinThose(crowd.running, crowd.waiting);
      passOn(self);
      throwIfInterrupted();
      return crowd.outcomes();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Background start(Runnable task) {
    lock.lock();
    try {
      current();
      Strand strand = begin(task, () -> {});
      return () -> close(strand);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Runnable interrupter() {
    lock.lock();
    try {
      Strand self = current();
      return () -> {
        lock.lock();
        try {
          interrupt(self);
        } finally {
          lock.unlock();
        }
      };
    } finally {
      lock.unlock();
    }
  }

  private void close(Strand strand) {
    lock.lock();
    try {
      Strand self = current();
      interrupt(strand);
      if (strands.contains(strand)) {
        self.joinThose(new HashSet<>(Set.of(strand)), new ArrayDeque<>());
        passOn(self);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Returns the strand of the calling thread, which becomes one if no other is running. */
  private Strand current() {
    for (Strand strand : strands) {
      if (strand.thread.equals(Thread.currentThread())) {
        return strand;
      }
    }
    if (strands.stream().anyMatch(strand -> strand.state == State.RUNNING)) {
      throw new IllegalStateException("a thread that is no task of this scheduler");
    }
    Strand adopted = new Strand(Thread.currentThread(), lock.newCondition());
    adopted.state = State.RUNNING;
    strands.add(adopted);
    return adopted;
  }

  /** Makes a strand that goes on as soon as its creator waits. */
  private Strand begin(Runnable task, Runnable atEnd) {
    Strand[] self = new Strand[1];
    Thread thread = Thread.ofVirtual().unstarted(() -> live(self[0], task, atEnd));
    Strand strand = new Strand(thread, lock.newCondition());
    self[0] = strand;
    strand.sleepUntil(nanos);
    strands.add(strand);
    thread.start();
    return strand;
  }

  private void live(Strand self, Runnable task, Runnable atEnd) {
    lock.lock();
    try {
      self.awaitTurn();
    } finally {
      lock.unlock();
    }
    try {
      task.run();
    } finally {
      lock.lock();
      try {
        end(self, atEnd);
      } finally {
        lock.unlock();
      }
    }
  }

  private void end(Strand self, Runnable atEnd) {
    strands.remove(self);
    atEnd.run();
    for (Strand strand : strands) {
      if (strand.state == State.JOINING && strand.hasJoined(self)) {
        strand.sleepUntil(nanos);
      }
    }
    goOn();
  }

  /** Lets the next strand go on, and returns when it is this one's turn again. */
  private void passOn(Strand self) {
    goOn();
    self.awaitTurn();
    if (trouble.isPresent()) {
      throw new IllegalStateException(trouble.get());
    }
  }

  private void goOn() {
    Optional<Strand> next = next();
    if (next.isEmpty()) {
      breakUp("everything waits, and nothing will end that");
    } else if (next.get().wakeAt > LONGEST_NANOS) {
      breakUp("the simulation does not end within a year");
    } else {
      nanos = Math.max(nanos, next.get().wakeAt);
      next.get().state = State.RUNNING;
      next.get().turn.signal();
    }
  }

  private Optional<Strand> next() {
    long first =
        strands.stream()
            .filter(strand -> strand.state == State.SLEEPING)
            .mapToLong(strand -> strand.wakeAt)
            .min()
            .orElse(Long.MAX_VALUE);
    List<Strand> candidates =
        strands.stream()
            .filter(strand -> strand.state == State.SLEEPING && strand.wakeAt == first)
            .toList();
    return switch (candidates.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(candidates.getFirst());
      default -> Optional.of(candidates.get(random.nextInt(candidates.size())));
    };
  }

  /** Makes all that wait throw: nothing else will ever wake them. */
  private void breakUp(String why) {
    trouble = Optional.of(why);
    for (Strand strand : strands) {
      strand.state = State.RUNNING;
      strand.turn.signal();
    }
  }

  private void interrupt(Strand strand) {
    strand.thread.interrupt();
    switch (strand.state) {
      case SLEEPING -> strand.sleepUntil(Math.min(strand.wakeAt, nanos));
      case JOINING -> {
        strand.waiting.clear();
        strand.joined.stream()
            .sorted(Comparator.comparingInt(strands::indexOf))
            .forEach(this::interrupt);
      }
      case RUNNING -> {}
    }
  }

  private enum State {
    RUNNING,
    SLEEPING,
    JOINING
  }

  /** A task and its thread. */
  private static final class Strand {
    final Thread thread;
    final Condition turn;
    State state = State.SLEEPING;
    long wakeAt;
    Set<Strand> joined = Set.of();
    Deque<?> waiting = new ArrayDeque<>();

    Strand(Thread thread, Condition turn) {
      this.thread = thread;
      this.turn = turn;
    }

    void sleepUntil(long wakeAtNanos) {
      state = State.SLEEPING;
      wakeAt = wakeAtNanos;
    }

    /** Waits for strands that run, and for tasks that will become some. */
    void joinThose(Set<Strand> running, Deque<?> tasks) {
      state = State.JOINING;
      joined = running;
      waiting = tasks;
    }

    /** Takes note of an end; true when nothing is left to wait for. */
    boolean hasJoined(Strand ended) {
      joined.remove(ended);
      return joined.isEmpty() && waiting.isEmpty();
    }

    void awaitTurn() {
      while (state != State.RUNNING) {
        turn.awaitUninterruptibly();
      }
    }
  }

  /** Tasks of one call of {@link #all}. */
  private final class Crowd<T> {
    final Set<Strand> running = new HashSet<>();
    final Deque<Integer> waiting = new ArrayDeque<>();
    private final List<? extends Callable<T>> tasks;
    private final List<Optional<Outcome<T>>> outcomes = new ArrayList<>();

    Crowd(List<? extends Callable<T>> tasks) {
      this.tasks = List.copyOf(tasks);
      for (int i = 0; i < tasks.size(); i++) {
        waiting.add(i);
        outcomes.add(Optional.empty());
      }
    }

    void startNext(int count) {
      for (int i = 0; i < count && !waiting.isEmpty(); i++) {
        int index = waiting.remove();
        running.add(begin(() -> run(index), () -> startNext(1)));
      }
    }

    private void run(int index) {
      Outcome<T> outcome = LiveScheduler.outcome(tasks.get(index));
      lock.lock();
      try {
        outcomes.set(index, Optional.of(outcome));
      } finally {
        lock.unlock();
      }
    }

    List<Outcome<T>> outcomes() {
      return outcomes.stream().map(Optional::orElseThrow).toList();
    }
  }
}
