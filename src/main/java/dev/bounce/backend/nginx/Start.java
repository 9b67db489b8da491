package dev.bounce.backend.nginx;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Settings;
import dev.bounce.backend.master.DeclaredMaster;
import dev.bounce.backend.master.Starter;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The start of a master. What is started becomes a daemon by itself and ends; if it ends without a
 * daemon, its last words say why.
 *
 * @param settings those of the whole service, with the command of each member
 */
record Start(
    DeclaredMaster member, Settings settings, Starter starter, Host host, Duration timeout) {
  /** A daemon writes its pid only after the process that started it has ended. */
  private static final Duration UNTIL_PID_FILE = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Starts it, unless it runs, and returns when there is a master or it may still come. */
  void perform(Effect.Spawn effect) throws BackendException {
    Observation observation = new Observation(host);
    if (observation.look(member).master().isPresent()) {
      return;
    }
    starter.carryOut(effect, settings, host, timeout);
    long began = System.nanoTime();
    long ended = began;
    while (observation.look(member).master().isEmpty()) {
      long now = System.nanoTime();
      if (starter.observe(settings, member.index(), host, timeout).condition()
          == Condition.RUNNING) {
        ended = now;
      }
      if (now - ended > UNTIL_PID_FILE.toNanos()) {
        throw notStarted();
      }
      if (now - began > timeout.toNanos() / 2 || Thread.currentThread().isInterrupted()) {
        return; // it takes its time, and whoever waits for it will see
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private BackendException notStarted() {
    List<String> words = starter.logTail(settings, member.name(), 1, host, timeout);
    return new BackendException(
        Code.B006,
        member.name() + " could not be started: nginx ended at once",
        words.isEmpty() ? "" : words.getFirst(),
        "if it runs, see that `pid-file` is what its configuration says");
  }
}
