package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealGunicorn;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gunicorn as a program of a real supervisord: what only supervisord may do, and what works. */
@Tag("integration")
final class SupervisedGunicornTest {
  private static final int REFUSED = 5;
  private static final List<String> SHARED = List.of("shared:shared_0", "shared:shared_1");

  @TempDir static Path folder;
  private static WebScene scene;
  private static RealGunicorn alone;
  private static RealGunicorn shared;
  private static RealSupervisor supervisor;

  @BeforeAll
  static void start() throws Exception {
    scene = new WebScene(folder);
    alone = RealGunicorn.prepare(folder.resolve("a"));
    shared = RealGunicorn.prepare(folder.resolve("b"));
    shared.set("boot-seconds", "0.3");
    Path sections = folder.resolve("sections.conf");
    Files.writeString(
        sections,
        """
        [program:gunicorn]
        command=%s
        startsecs=0
        [fcgi-program:shared]
        socket=tcp://%s
        command=/usr/bin/gunicorn --workers 2 --bind fd://0 --chdir %s wsgi:app
        process_name=%%(program_name)s_%%(process_num)d
        numprocs=2
        startsecs=1
        """
            .formatted(
                String.join(" ", alone.command()),
                shared.address("").getAuthority(),
                shared.folder()));
    supervisor = RealSupervisor.startWith(folder.resolve("s"), sections);
    Eventually.holds(() -> "up", () -> answers(alone) && answers(shared));
  }

  @AfterAll
  static void stop() throws Exception {
    if (supervisor != null) {
      supervisor.close();
      alone.close();
    }
  }

  private static boolean answers(RealGunicorn gunicorn) {
    try {
      return WebScene.get(gunicorn.address("/")).equals("one");
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

  @Test
  void mastersBehindOneSocketArePhasedWithoutLoss() throws Exception {
    Map<String, Long> before = world().pids(SHARED);
    try (Load load = new Load(shared.address("/"), 6)) {
      Outcome outcome =
          scene.run(
              0,
              "service web {",
              "  via supervisor",
              "  server \"unix://" + supervisor.socket() + "\"",
              "  group \"shared\"",
              "  health http \"" + shared.address("/") + "\"",
              "}",
              "phase web by 1 keeping 50%",
              "wait healthy web for 1s within 30s");
      load.end();
      assertEquals(List.of(), load.failures(), outcome.all());
      assertTrue(load.requests() > 50, () -> load.requests() + " requests");
    }
    for (String member : SHARED) {
      assertNotEquals(before.get(member), world().pid(member));
      assertEquals("RUNNING", world().state(member));
    }
  }

  private static SupervisorWorld world() throws Exception {
    return SupervisorWorld.read(supervisor.configuration());
  }

  private static String service() {
    return "service web { via gunicorn; pid-file \"%s\"; stable 1s }".formatted(alone.pidFile());
  }
}
