package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealGunicorn;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gunicorn as a program of a real supervisord: what only supervisord may do. */
@Tag("integration")
final class SupervisedGunicornTest {
  private static final int REFUSED = 5;

  @TempDir static Path folder;
  private static WebScene scene;
  private static RealGunicorn alone;
  private static RealSupervisor supervisor;

  @BeforeAll
  static void start() throws Exception {
    scene = new WebScene(folder);
    alone = RealGunicorn.prepare(folder.resolve("a"));
    Path sections = folder.resolve("sections.conf");
    Files.writeString(
        sections,
        """
        [program:gunicorn]
        command=%s
        startsecs=0
        """
            .formatted(String.join(" ", alone.command())));
    supervisor = RealSupervisor.startWith(folder.resolve("s"), sections);
    Eventually.holds(() -> "up", SupervisedGunicornTest::answers);
  }

  @AfterAll
  static void stop() throws Exception {
    if (supervisor != null) {
      supervisor.close();
      alone.close();
    }
  }

  private static boolean answers() {
    try {
      return WebScene.get(alone.address("/")).equals("one");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whatWouldChangeItsPidIsRefusedWithTheRepair() throws Exception {
    long master = alone.pid();
    Set<Long> workers = WebScene.children(master);
    for (String action : List.of("restart web mode hot", "restart web", "stop web")) {
      Outcome outcome = scene.run(REFUSED, service(), action);
      long parent = WebScene.parent(master);
      assertTrue(outcome.all().contains("run by supervisord (pid " + parent + ")"), outcome::all);
      assertTrue(outcome.all().contains("via supervisor"), outcome::all);
    }
    assertEquals(workers, WebScene.children(master));
    assertEquals(master, world().pid("gunicorn"));
  }

  @Test
  void aReloadKeepsThePidThatSupervisordKnows() throws Exception {
    long master = alone.pid();
    Set<Long> workers = WebScene.children(master);
    scene.run(0, service(), "reload web");
    assertEquals(master, world().pid("gunicorn"));
    assertTrue(WebScene.children(master).stream().noneMatch(workers::contains));
  }

  private static SupervisorWorld world() throws Exception {
    return SupervisorWorld.read(supervisor.configuration());
  }

  private static String service() {
    return "service web { via gunicorn; pid-file \"%s\"; stable 1s }".formatted(alone.pidFile());
  }
}
