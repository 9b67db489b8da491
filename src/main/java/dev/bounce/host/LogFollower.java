package dev.bounce.host;

import java.time.Duration;
import java.util.List;

/**
 * Tells what is added to logs, from the moment on at which it was made. Not for several threads.
 */
public interface LogFollower extends AutoCloseable {
  /**
   * Returns what was added since the last look, of each log that something can be said of. Never
   * fails: what is wrong with a log is the trouble of its portion. Changes nothing.
   *
   * @param last whether it is the last look: then a line that nothing has ended yet counts too
   * @param timeout how long it may take, where somebody has to be asked
   */
  List<LogPortion> look(boolean last, Duration timeout);

  @Override
  void close();
}
