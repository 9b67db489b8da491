package dev.bounce.backend.gunicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LogLinesTest {
  private static final List<String> LOG =
      """
      [2026-01-01 10:00:00 +0000] [11] [INFO] Booting worker with pid: 11
      [2026-01-01 10:00:00 +0000] [11] [ERROR] Exception in worker process
      Traceback (most recent call last):
        File "/usr/lib/python3/dist-packages/gunicorn/arbiter.py", line 589, in spawn_worker
          worker.init_process()
        File "<frozen importlib._bootstrap>", line 1206, in _gcd_import
        File "/srv/shop/wsgi.py", line 18, in <module>
          raise RuntimeError("no such database")
      RuntimeError: no such database

      [2026-01-01 10:00:00 +0000] [10] [INFO] Reason: Worker failed to boot.
      """
          .lines()
          .toList();

  @Test
  void theApplicationsOwnFramesStay() {
    assertEquals(
        List.of(
            "  File \"/srv/shop/wsgi.py\", line 18, in <module>",
            "    raise RuntimeError(\"no such database\")",
            "RuntimeError: no such database",
            "[2026-01-01 10:00:00 +0000] [10] [INFO] Reason: Worker failed to boot."),
        LogLines.explaining(LOG, 4));
  }

  @Test
  void anOrdinaryLogIsLeftAsItIs() {
    assertEquals(List.of("a", "    b"), LogLines.explaining(List.of("a", "    b"), 5));
  }
}
