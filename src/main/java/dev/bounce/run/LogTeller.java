package dev.bounce.run;

import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.StepId;
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
 * Looks at logs again and again, and tells what was added to them; once more when it is closed.
 *
 * <p>An interruption ends a look, but never the telling of what it has found: a journal must not be
 * interrupted.
 */
final class LogTeller implements AutoCloseable {
  private static final String CUT = "…";

  private final Run run;
  private final StepId step;
  private final List<LogFollower> followers = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  // Below: only with the lock.
  private final Deque<LogPortion> untold = new ArrayDeque<>();
  private final Set<String> troubled = new HashSet<>();
  private final Map<String, Long> omitted = new HashMap<>();
  private long told;
  private boolean held;

  LogTeller(Run run, StepId step) {
    this.run = run;
    this.step = step;
  }

  /** Takes in what is to be followed; before the telling begins. */
  void add(LogFollower follower) {
    followers.add(follower);
  }

  /** Tells what cannot be followed. */
  void trouble(String source, String why) {
    tell(List.of(LogPortion.trouble(source, why)));
  }

  /** Tells what is added, until the task is interrupted. */
  void tellAlong() {
    try {
      Duration pause = Bounds.FOLLOW_EVERY;
      while (true) {
        run.world.scheduler().sleep(pause);
        long began = run.nanos();
        for (LogFollower follower : followers) {
          tell(follower.look(false, Bounds.CALL));
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

  /** Looks for the last time, and tells what has been held back. */
  @Override
  public void close() {
    lock.lock();
    try {
      held = false;
      // What an interrupted look has found wrong is perhaps the interruption.
      untold.removeIf(portion -> portion.trouble().isPresent() && portion.lines().isEmpty());
    } finally {
      lock.unlock();
    }
    for (LogFollower follower : followers) {
      tell(follower.look(true, Bounds.CALL));
      follower.close();
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
    long left = portion.omitted() + portion.lines().size() - lines.size();
    if (!lines.isEmpty()) {
      run.emit(new Event.LogAdded(run.now(), step, portion.source(), lines, left));
    } else if (left > 0) {
      omitted.merge(portion.source(), left, Long::sum);
    }
    portion
        .trouble()
        .filter(_ -> troubled.add(portion.source()))
        .ifPresent(why ->
            run.emit(
                new Event.Remarked(run.now(), step, portion.source(), "is not followed: " + why)));
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
