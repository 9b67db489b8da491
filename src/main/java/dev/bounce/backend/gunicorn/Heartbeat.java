package dev.bounce.backend.gunicorn;

import dev.bounce.host.FileStatus;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a worker of gunicorn has loaded its application.
 *
 * <p>Each worker holds an unlinked file {@code wgunicorn-*} open, by which it tells its master that
 * it lives, for the first time when its application is loaded. Version 20.1 does it by changing the
 * file's permissions from 600 to 0 or 1 and back; later ones stamp it with a time since boot
 * (gunicorn/workers/workertmp.py).
 */
final class Heartbeat {
  private static final String FILE = "/wgunicorn-";
  private static final int UNTOUCHED = 0600;

  /** A stamp since boot lies years before the start of the process. */
  private static final Duration LONG_AGO = Duration.ofDays(1);

  private Heartbeat() {}

  /** Tells whether a worker is ready; one that cannot be looked into counts as ready. */
  static boolean isReady(RunningProcess worker, Host host) {
    long pid = worker.identity().pid();
    Optional<FileStatus> file = file(pid, host);
    if (file.isPresent()) {
      Instant start = host.startedAt(worker.identity());
      return file.get().permissions() != UNTOUCHED
          || file.get().modifiedAt().isBefore(start.minus(LONG_AGO));
    }
    return descriptors(pid, host).isEmpty() && host.process(pid).isPresent();
  }

  private static Optional<FileStatus> file(long pid, Host host) {
    return descriptors(pid, host).stream()
        .filter(
            path -> host.linkTarget(path).filter(it -> it.toString().contains(FILE)).isPresent())
        .findFirst()
        .flatMap(host::status);
  }

  private static List<Path> descriptors(long pid, Host host) {
    try {
      return host.glob("/proc/" + pid + "/fd/*");
    } catch (HostException e) {
      return List.of();
    }
  }
}
