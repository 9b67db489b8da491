package dev.bounce.backend.puma;

import dev.bounce.backend.puma.Facts.Answer;
import dev.bounce.host.RunningProcess;
import java.util.Optional;

/**
 * Finds out whether a Puma can replace its workers one by one. Where it cannot, it restarts all of
 * itself instead and says so in its log only, so this has to be known beforehand.
 *
 * @param answer whether it can
 * @param why why not, or why that is not known
 */
record PhasedRestart(Answer answer, String why) {
  private static final String VARIABLE = "WEB_CONCURRENCY";

  private static final PhasedRestart POSSIBLE = new PhasedRestart(Answer.YES, "");
  private static final PhasedRestart WITHOUT_WORKERS =
      new PhasedRestart(Answer.NO, "it runs without workers (single mode)");

  /** Returns the answer for a server without workers. */
  static PhasedRestart withoutWorkers() {
    return WITHOUT_WORKERS;
  }

  /**
   * Returns the answer for a server with workers: it has done it already; else what it said itself
   * at its start; else what its environment makes the default (configuration.rb).
   *
   * @param phase how often it has, where that is known
   */
  static PhasedRestart ofCluster(
      long phase, Optional<RunningProcess> master, Log log, ProcessFiles files) {
    if (phase > 0) {
      return POSSIBLE;
    }
    if (master.isEmpty()) {
      return new PhasedRestart(Answer.UNKNOWN, "its process is not known");
    }
    long pid = master.get().identity().pid();
    Optional<Boolean> said = log.saysPhased(pid);
    Optional<String> concurrency = files.variable(pid, VARIABLE).filter(PhasedRestart::isMany);
    if (said.isPresent() && said.get()) {
      return POSSIBLE;
    }
    if (concurrency.isPresent()) {
      return new PhasedRestart(
          Answer.NO,
          "%s=%s makes it load the application before it forks (`preload_app!`)"
              .formatted(VARIABLE, concurrency.get()));
    }
    return said.isPresent()
        ? new PhasedRestart(Answer.NO, "it loads the application before it forks (`preload_app!`)")
        : new PhasedRestart(
            Answer.UNKNOWN,
            "nothing tells whether it loads the application before it forks (`preload_app!`)");
  }

  private static boolean isMany(String text) {
    return text.matches("[0-9]{1,6}") && Integer.parseInt(text) > 1;
  }
}
