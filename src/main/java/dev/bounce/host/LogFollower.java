package dev.bounce.host;

import java.time.Duration;
import java.util.List;

/**
 * Tells what is added to logs, from the moment on at which it was made. Not for several threads.
 */
public interface LogFollower extends AutoCloseable {
  /**
   * Returns what was added since the last look, of each log that something can be said of; of very
   * much a part, and the rest at the next looks: who wants all of it asks until a look brings no
   * lines. Never fails: what is wrong with a log is the trouble of its portion. Changes nothing.
   *
   * @param last whether it is one of the last looks, at what was written before: then a line that
   *     nothing has ended counts too, and no trouble is waited out
   * @param timeout how long the whole look may take, all its calls together
   */
  List<LogPortion> look(boolean last, Duration timeout);

  @Override
  void close();
}
