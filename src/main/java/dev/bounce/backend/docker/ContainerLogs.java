package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.host.AddedLines;
import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Follows what containers write, as the Engine keeps it. */
final class ContainerLogs implements LogFollower {
  private final Asking asking;

  /** When the time of a look is up, the next one begins with those that it did not come to. */
  private final Deque<FollowedContainer> logs = new ArrayDeque<>();

  /** Makes a client whose calls have to end within a time, all of them together. */
  @FunctionalInterface
  interface Asking {
    EngineClient within(Duration timeout) throws BackendException;
  }

  /**
   * What the containers have written so far counts as known. A log that cannot be read is told by
   * the looks.
   *
   * @param timeout for all calls together
   */
  ContainerLogs(Asking asking, List<String> containers, Duration timeout) throws BackendException {
    this.asking = asking;
    EngineClient engine = asking.within(timeout);
    for (String container : containers) {
      FollowedContainer log = new FollowedContainer(container);
      logs.add(log);
      try {
        log.begin(engine);
      } catch (BackendException _) {
        // The next look tries again, and says so.
      }
    }
  }

  @Override
  public List<LogPortion> look(boolean last, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<LogPortion> portions = new ArrayList<>();
    for (int looks = 0; looks < logs.size() && System.nanoTime() < deadline; looks++) {
      FollowedContainer log = logs.remove();
      logs.add(log);
      portions.add(look(log, Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
    }
    portions.removeIf(LogPortion::isEmpty);
    return portions;
  }

  private LogPortion look(FollowedContainer log, Duration timeout) {
    AddedLines added = new AddedLines(log.container());
    try {
      long omitted = log.readOn(asking.within(timeout), added);
      LogPortion told = added.take(true, Optional.empty());
      return new LogPortion(
          told.source(), told.lines(), told.omitted() + omitted, Optional.empty());
    } catch (BackendException e) {
      return added.take(true, Optional.of(e.text()));
    }
  }

  @Override
  public void close() {}
}
