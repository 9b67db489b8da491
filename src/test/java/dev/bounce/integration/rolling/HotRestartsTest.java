package dev.bounce.integration.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Descriptors;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealGunicorn;
import dev.bounce.testbed.RealNginx;
import dev.bounce.testbed.RealPuma;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Twenty hot restarts of each server in one run, all three at the same time, leave as many
 * descriptors open as one did: in the servers, whose sockets are handed on each time, and in bounce
 * itself.
 */
@Tag("integration")
final class HotRestartsTest {
  private static final int RESTARTS = 20;

  private static Path folder;
  private static RealGunicorn gunicorn;
  private static RealNginx nginx;
  private static RealPuma puma;

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("hot"); // short: a socket's path has 107 bytes
    gunicorn = RealGunicorn.start(folder.resolve("g"));
    nginx = RealNginx.start(folder.resolve("n"));
    puma = RealPuma.in(folder.resolve("p")).with("PUMA_BOOT", "0.05").start();
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable server :
        Stream.of(gunicorn, nginx, puma).filter(it -> it != null).toList()) {
      server.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void leakNothing() throws Exception {
    restart(1);
    List<Long> masters = masters();
    List<Map<String, Integer>> served = served();
    Map<String, Integer> own = Descriptors.ofThisProcess();
    restart(RESTARTS);
    assertEquals(served, served());
    assertEquals(own, Descriptors.ofThisProcess());
    assertNotEquals(masters.get(0), gunicorn.pid());
    assertNotEquals(masters.get(1), nginx.pid());
    assertEquals(masters.get(2), puma.pid());
  }

  private static void restart(int times) throws IOException {
    String numbers =
        IntStream.range(0, times).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    Path runbook = folder.resolve("hot.runbook");
    Files.writeString(
        runbook,
        """
        service python { via gunicorn; pid-file "%s"; stable 50ms }
        service front { via nginx; pid-file "%s"; config "%s"; log "%s"; stable 50ms }
        service ruby { via puma; state "%s"; stable 50ms }
        parallel for web in [python, front, ruby] {
          for _time in [%s] { restart web mode hot }
        }
        """
            .formatted(
                gunicorn.pidFile(),
                nginx.pidFile(),
                nginx.configuration(),
                nginx.log(),
                puma.state(),
                numbers));
    Outcome outcome =
        new CommandLineRun(folder.resolve("state")).stateful("run", runbook.toString());
    assertEquals(0, outcome.exitCode(), outcome::all);
    assertEquals(3L * times, outcome.all().lines().filter(line -> line.contains("✓")).count());
  }

  private static List<Long> masters() throws IOException {
    return List.of(gunicorn.pid(), nginx.pid(), puma.pid());
  }

  /** Returns for each server what its master has open, and then what each of its workers has. */
  private static List<Map<String, Integer>> served() throws IOException {
    List<Map<String, Integer>> all = new ArrayList<>();
    for (long master : masters()) {
      all.add(Descriptors.of(master));
      String children =
          Files.readString(Path.of("/proc/" + master + "/task/" + master + "/children"));
      for (String worker : children.strip().split(" ", -1)) {
        all.add(Descriptors.of(Long.parseLong(worker)));
      }
    }
    return all;
  }
}
