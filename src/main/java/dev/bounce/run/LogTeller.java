package dev.bounce.run;

import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.StepId;
import dev.bounce.value.Texts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at logs again and again, and tells what was added to them; to their end when it is closed,
 * as long as {@link Bounds#FOLLOW_END} lets it and nobody asks for the end of everything.
 *
 * <p>An interruption ends a look, but never the telling of what it has found: a journal must not be
 * interrupted.
 */
final class LogTeller implements AutoCloseable {
  private static final String CUT = "…";

  private final Run run;
  private final StepId step;
  private final List<Followed> followed = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  // Below: only with the lock.
  private final Deque<LogPortion> untold = new ArrayDeque<>();
  private final Set<String> troubled = new HashSet<>();
  private final Map<String, Long> omitted = new HashMap<>();
  private long told;
  private boolean held;

  /**
   * Logs.
   *
   * @param name what is told of all of them together
   */
  private record Followed(String name, LogFollower logs) {}

  LogTeller(Run run, StepId step) {
    this.run = run;
    this.step = step;
  }

  /** Takes in what is to be followed; before the telling begins. */
  void add(String name, LogFollower logs) {
    followed.add(new Followed(name, logs));
  }

  /** Tells what cannot be followed. */
  void trouble(String source, String why) {
    tell(List.of(LogPortion.trouble(source, why)));
  }

  /** Tells what is added, until it is held or the task is interrupted. */
  void tellAlong() {
    try {
      Duration pause = Bounds.FOLLOW_EVERY;
      while (!isHeld()) {
        run.world.scheduler().sleep(pause);
        long began = run.nanos();
        for (Followed one : followed) {
          // An interruption may end only the look that it meets.
          if (!isHeld()) {
            tell(one.logs().look(false, Bounds.CALL));
          }
        }
        Duration took = run.since(began);
        pause = took.compareTo(Bounds.FOLLOW_EVERY) > 0 ? took : Bounds.FOLLOW_EVERY;
      }
    } catch (InterruptedException _) {
      // That is how it is ended.
    }
  }

  /** Lets nothing be told until it is closed: whoever tells may be interrupted from now on. */
  void hold() {
    lock.lock();
    try {
      held = true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isHeld() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** Tells what has been held back, and what there is up to the end of the logs. */
  @Override
  public void close() {
    release();
    Deadline end = Deadline.in(Bounds.FOLLOW_END, run.nanos(), "follow");
    for (Followed one : followed) {
      tellTheRest(one, end);
      one.logs().close();
    }
    lock.lock();
    try {
      omitted.forEach((source, count) ->
          run.emit(new Event.LogAdded(run.now(), step, source, List.of(), count)));
      omitted.clear();
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    lock.lock();
    try {
      held = false;
      // What an interrupted look has found wrong is perhaps the interruption; what lasts is found
      // again.
      List<LogPortion> found = untold.stream().map(LogPortion::withoutTrouble).toList();
      untold.clear();
      tell(found);
    } finally {
      lock.unlock();
    }
  }

  private void tellTheRest(Followed one, Deadline end) {
    boolean more = true;
    while (more && !run.interruption.isAtOnce()) {
      if (end.hasPassed(run.nanos())) {
        String bound = Texts.duration(end.bound());
        remark(one.name(), "was not read to its end: the %s for that are over".formatted(bound));
        return;
      }
      List<LogPortion> found = lastLook(one.logs(), end.cut(end.bound(), run.nanos()));
      more = found.stream().anyMatch(LogPortion::holdsLines);
      boolean cut = run.interruption.isAtOnce();
      tell(cut ? found.stream().map(LogPortion::withoutTrouble).toList() : found);
    }
  }

  /**
   * Looks until everything has to end at once. The interruption ends with the look: what is told
   * afterwards must not be interrupted.
   */
  private List<LogPortion> lastLook(LogFollower logs, Duration timeout) {
    StopSignal.Waiter waiter = new StopSignal.Waiter(run.world.scheduler().interrupter());
    run.interruption.atOnce().add(waiter);
    try {
      return logs.look(true, timeout);
    } finally {
      run.interruption.atOnce().remove(waiter);
      if (waiter.close()) {
        boolean _ = Thread.interrupted();
      }
    }
  }

  private void tell(List<LogPortion> portions) {
    lock.lock();
    try {
      untold.addAll(portions);
      while (!held && !untold.isEmpty()) {
        tell(untold.remove());
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(LogPortion portion) {
    long room = Math.max(0, Bounds.FOLLOWED_LINES - told);
    List<String> lines =
        portion.lines().stream().limit(room).map(run.mask::mask).map(LogTeller::cut).toList();
    told += lines.size();
    if (portion.holdsLines()) {
      // It was followed again: what comes now is another trouble.
      troubled.remove(portion.source());
    }
    long left = portion.omitted() + portion.lines().size() - lines.size();
    if (!lines.isEmpty()) {
      run.emit(new Event.LogAdded(run.now(), step, portion.source(), lines, left));
    } else if (left > 0) {
      omitted.merge(portion.source(), left, Long::sum);
    }
    portion
        .trouble()
        .filter(_ -> troubled.add(portion.source()))
        .ifPresent(why -> remark(portion.source(), "is not followed: " + why));
  }

  private void remark(String source, String text) {
    run.emit(new Event.Remarked(run.now(), step, source, text));
  }

  /** Secrets are masked before: a cut could leave the beginning of one. */
  private static String cut(String line) {
    if (line.length() <= Bounds.FOLLOWED_LINE) {
      return line;
    }
    boolean splits = Character.isHighSurrogate(line.charAt(Bounds.FOLLOWED_LINE - 1));
    return line.substring(0, Bounds.FOLLOWED_LINE - (splits ? 1 : 0)) + CUT;
  }
}
