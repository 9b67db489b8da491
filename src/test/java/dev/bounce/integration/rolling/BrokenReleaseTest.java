package dev.bounce.integration.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealGunicorn;
import dev.bounce.testbed.RealPuma;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release that does not load reaches nobody: the canary fails, the others go on serving the old
 * one, and no client notices.
 */
@Tag("integration")
final class BrokenReleaseTest {
  private static final int FAILED = 1;
  private static final int CLIENTS = 8;
  private static final List<String> MEMBERS =
      IntStream.range(0, 3).mapToObj(number -> "shop:shop_" + number).toList();

  @TempDir Path folder;
  private CommandLineRun commands;

  @BeforeEach
  void prepare() {
    commands = new CommandLineRun(folder.resolve("state"));
  }

  /** Three gunicorns of a real supervisord, which holds the socket that they share. */
  @Test
  void stopsAtTheCanary() throws Exception {
    RealGunicorn good = prepared("good");
    prepared("broken").setBroken(true);
    prepared("next").set("version", "two");
    Files.createSymbolicLink(folder.resolve("current"), Path.of("good"));
    URI address = good.address("/");
    try (RealSupervisor supervisor =
            RealSupervisor.startWith(folder.resolve("s"), sections(address));
        Load load = new Load(address, CLIENTS)) {
      String web = web(supervisor);
      run(0, web, "wait healthy web");
      Map<String, Long> first = world(supervisor).pids(MEMBERS);

      Outcome stopped = run(FAILED, web, release("broken"));
      String lists =
          "done: none; failed: %s; untouched: %s, %s"
              .formatted(MEMBERS.get(0), MEMBERS.get(1), MEMBERS.get(2));
      assertTrue(stopped.all().contains(lists), stopped::all);
      assertServe("one", address);
      assertKept(first, world(supervisor), MEMBERS.subList(1, 3));
      assertNotEquals("RUNNING", world(supervisor).state(MEMBERS.getFirst()));

      Outcome undone = run(FAILED, web, release("broken"), undo());
      assertTrue(undone.all().contains("failed: " + MEMBERS.getFirst()), undone::all);
      assertServe("one", address);
      assertKept(first, world(supervisor), MEMBERS.subList(1, 3));
      assertEquals("RUNNING", world(supervisor).state(MEMBERS.getFirst()));

      run(0, web, release("next"));
      assertServe("two", address);
      for (String member : MEMBERS) {
        assertNotEquals(first.get(member), world(supervisor).pid(member));
      }
      assertNoneLost(load);
    }
  }

  private String undo() {
    return """
    on failure {
      link "%s/current" to "good"
      restart [m for m in members(web) if m is touched]
      wait healthy web
    }
    """
        .formatted(folder);
  }

  private String release(String name) {
    return """
    link "%s/current" to "%s"
    phase web canary 1 soak 300ms by 50%% keeping 50%%
    """
        .formatted(folder, name);
  }

  private String web(RealSupervisor supervisor) {
    return """
    service web {
      via supervisor
      server "unix://%s"
      group "shop"
      health command ["test", "-e", "%s/shop_${it.index}.ready"]
      before restart { run ["rm", "-f", "%s/shop_${it.index}.ready"] }
    }
    """
        .formatted(supervisor.socket(), folder, folder);
  }

  private Path sections(URI address) throws IOException {
    return Files.writeString(
        folder.resolve("sections.conf"),
        """
        [fcgi-program:shop]
        socket=tcp://%s
        command=/usr/bin/gunicorn --bind fd://0 --chdir %s/current shop:app
        process_name=%%(program_name)s_%%(process_num)d
        numprocs=3
        autorestart=false
        startretries=0
        """
            .formatted(address.getAuthority(), folder));
  }

  /** The shared socket does not tell who has answered, so each says that it has loaded. */
  private RealGunicorn prepared(String release) throws IOException {
    RealGunicorn gunicorn = RealGunicorn.prepare(folder.resolve(release));
    Files.writeString(
        gunicorn.folder().resolve("shop.py"),
        """
        import os
        from wsgi import app
        open("%s/" + os.environ["SUPERVISOR_PROCESS_NAME"] + ".ready", "w").close()
        """
            .formatted(folder));
    return gunicorn;
  }

  private static SupervisorWorld world(RealSupervisor supervisor) throws IOException {
    return SupervisorWorld.read(supervisor.configuration());
  }

  private static void assertKept(
      Map<String, Long> before, SupervisorWorld now, List<String> members) {
    for (String member : members) {
      assertEquals(before.get(member), now.pid(member), member);
    }
  }

  /** Asks often enough that each of those who serve answers. */
  private static void assertServe(String version, URI address) throws IOException {
    for (int i = 0; i < 20; i++) {
      assertEquals(version, Requests.get(address));
    }
  }

  /** A Puma whose first worker would boot again and again, while the other one serves. */
  @Test
  void endsAPhasedRestartAndIsTakenBack() throws Exception {
    URI address;
    try (ServerSocket free = new ServerSocket(0)) {
      address = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/");
    }
    RealPuma puma =
        RealPuma.in(folder.resolve("p")).config("bind 'tcp://" + address.getAuthority() + "'");
    try {
      puma.start();
      try (Load load = new Load(address, CLIENTS)) {
        Set<Long> workers = puma.workerPids();
        String web = "service web { via puma; stable 300ms; state \"" + puma.state() + "\" }";
        String release = "link \"%s/p/current\" to \"releases/%s\"\nphase web\n";
        Outcome stopped = run(FAILED, web, release.formatted(folder, "broken"));
        assertTrue(stopped.all().contains("ended before they were ready"), stopped::all);
        Set<Long> kept = new TreeSet<>(workers);
        kept.retainAll(puma.workerPids());
        assertEquals(1, kept.size());
        assertServeGood(address);

        String undo = "on failure {\n" + release.formatted(folder, "good") + "}";
        run(FAILED, web, release.formatted(folder, "broken"), undo);
        Eventually.holds("two workers", () -> puma.workerPids().size() == 2);
        assertServeGood(address);
        assertNoneLost(load);
      }
    } finally {
      puma.close();
    }
  }

  private static void assertServeGood(URI address) throws IOException {
    for (int i = 0; i < 20; i++) {
      assertTrue(Requests.get(address).startsWith("good by "));
    }
  }

  private static void assertNoneLost(Load load) {
    Eventually.holds(() -> load.requests() + " requests", () -> load.requests() > 500);
    load.end();
    assertEquals(List.of(), load.failures());
  }

  private Outcome run(int exitCode, String... lines) throws IOException {
    Path file = folder.resolve("test.runbook");
    Files.writeString(file, String.join("\n", lines) + "\n");
    Outcome outcome = commands.stateful("run", file.toString());
    assertEquals(exitCode, outcome.exitCode(), outcome::all);
    return outcome;
  }
}
