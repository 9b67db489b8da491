package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealGunicorn;
import dev.bounce.testbed.RealNginx;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four gunicorns of a real supervisord behind a real nginx, which passes each request on once: what
 * reaches a gunicorn that goes down is lost.
 */
@Tag("integration")
final class DrainTest {
  private static final int FAILED = 1;
  private static final int CLIENTS = 8;
  private static final long REQUESTS = 5_000;
  private static final List<String> MEMBERS =
      IntStream.range(0, 4).mapToObj(number -> "served:served_" + number).toList();

  /** Takes a server out of a snippet, or puts it in again, and counts what is under way to it. */
  private static final String SCRIPT =
      """
      import os, sys
      action, snippet, socket = sys.argv[1:]
      if action == "busy":
          with open("/proc/net/unix") as table:
              print(sum(line.rstrip().endswith(" " + socket) for line in table) - 1)
          sys.exit()
      with open(snippet) as file:
          lines = file.read().splitlines()
      server = "server unix:%s" % socket
      lines = [
          server + (" down;" if action == "out" else ";") if line.startswith(server) else line
          for line in lines
      ]
      with open(snippet + ".fresh", "w") as file:
          file.write("\\n".join(lines) + "\\n")
      os.rename(snippet + ".fresh", snippet)
      """;

  @TempDir static Path folder;
  private static WebScene scene;
  private static RealGunicorn application;
  private static RealNginx nginx;
  private static RealSupervisor supervisor;

  @BeforeAll
  static void start() throws Exception {
    scene = new WebScene(folder);
    // nginx's workers are perhaps another user, who has to reach the sockets and the files.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("switch.py"), SCRIPT);
    application = RealGunicorn.prepare(folder.resolve("a"));
    Path sections = folder.resolve("sections.conf");
    Files.writeString(
        sections,
        """
        [program:served]
        command=/usr/bin/gunicorn --bind unix:%s/%%(process_num)d --chdir %s wsgi:app
        process_name=%%(program_name)s_%%(process_num)d
        numprocs=4
        startsecs=1
        """
            .formatted(folder, application.folder()));
    supervisor = RealSupervisor.startWith(folder.resolve("s"), sections);
    nginx = RealNginx.start(folder.resolve("n"));
    Files.writeString(
        snippet(),
        String.join("\n", sockets().stream().map(path -> "server unix:" + path + ";").toList()));
    nginx.edit("http {", "http {\n  upstream web { include " + snippet() + "; }");
    nginx.edit(
        "location / { return 200 \"one\\n\"; }",
        """
        location / { proxy_pass http://web; proxy_next_upstream off; }
        location ~ ^/ready/([0-3])$ { if (-f %s/$1.down) { return 503; } return 200; }
        """
            .formatted(folder));
    scene.run(0, front(), "reload front");
    Eventually.holds(() -> "the application answers", DrainTest::answers);
  }

  @AfterAll
  static void stop() throws Exception {
    if (nginx != null) {
      nginx.close();
    }
    if (supervisor != null) {
      supervisor.close();
    }
  }

  private static boolean answers() {
    try {
      return WebScene.get(nginx.address("/")).equals("one");
    } catch (IOException e) {
      return false;
    }
  }

  private static Path snippet() {
    return folder.resolve("upstream.conf");
  }

  private static List<Path> sockets() {
    return IntStream.range(0, 4).mapToObj(number -> folder.resolve("" + number)).toList();
  }

  private static String front() {
    return "service front { via nginx; pid-file \"%s\"; config \"%s\"; log \"%s\" }"
        .formatted(nginx.pidFile(), nginx.configuration(), nginx.log());
  }

  private static String web(String hooks) {
    return """
    service web {
      via supervisor
      server "unix://%s"
      group "served"
      health http "unix://%s/${it.index}:/"
    %s
    }
    """
        .formatted(supervisor.socket(), folder, hooks.indent(2));
  }

  /** nginx's old workers may still pass on what they have read, so these are waited for first. */
  private static String behindNginx() throws IOException {
    String script = "[\"python3\", \"" + folder + "/switch.py\", \"%s\", \"" + snippet() + "\", ";
    String socket = "\"" + folder + "/${it.index}\"]";
    return """
    drain {
      let before = file("/proc/%2$d/task/%2$d/children")
      run %3$s
      reload front
      for worker in split(trim(before), " ") {
        wait until not exists("/proc/${worker}") within 10s
      }
      wait until trim(command(%1$s).output) == "0" within 10s
    }
    undrain {
      run %4$s
      reload front
    }
    before restart { log "${it.name} has nothing in hand" }
    """
        .formatted(
            script.formatted("busy") + socket,
            nginx.pid(),
            script.formatted("out") + socket,
            script.formatted("in") + socket);
  }

  @Test
  void aPhaseBehindNginxLosesNoRequest() throws Exception {
    Map<String, Long> before = world().pids(MEMBERS);
    long during;
    try (Load load = new Load(nginx.address("/"), CLIENTS)) {
      Outcome outcome = scene.run(0, front(), web(behindNginx()), "phase web by 1 keeping 75%");
      during = load.requests();
      Eventually.holds(() -> load.requests() + " requests", () -> load.requests() >= REQUESTS);
      load.end();
      assertEquals(List.of(), load.failures(), outcome::all);
      assertTrue(load.requests() >= REQUESTS, () -> load.requests() + " requests");
      assertTrue(outcome.all().contains("served:served_3 has nothing in hand"), outcome::all);
    }
    assertTrue(during > 500, during + " requests while it went on");
    for (String member : MEMBERS) {
      assertNotEquals(before.get(member), world().pid(member));
    }
    assertEquals(
        sockets().stream().map(path -> "server unix:" + path + ";").toList(),
        Files.readAllLines(snippet()));
  }

  @Test
  void aMaintenanceFileIsSetAndWhatDoesNotComeUpKeepsIt() throws Exception {
    String ready = "http(\"" + nginx.address("/ready/") + "${it.index}\").status == ";
    String file = "\"" + folder + "/${it.index}.down\"]";
    String hooks =
        """
        drain { run ["touch", %1$s; wait until %2$s 503 within 5s }
        undrain { run ["rm", %1$s; wait until %2$s 200 within 5s }
        before restart { check %2$s 503 }
        """
            .formatted(file, ready);
    scene.run(0, web(hooks), "phase web by 2");
    assertEquals(List.of(), maintained());
    application.setBroken(true);
    Outcome outcome =
        scene.run(FAILED, web(hooks), "drain web[3]", "undrain web[3]", "phase web by 1");
    assertTrue(outcome.all().contains("served:served_0 stays drained"), outcome::all);
    assertEquals(List.of("0.down"), maintained());
    application.setBroken(false);
    scene.run(0, web(hooks), "restart web[0]", "wait healthy web[0]", "undrain web[0]");
    assertEquals(List.of(), maintained());
  }

  private static List<String> maintained() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".down"))
          .toList();
    }
  }

  private static SupervisorWorld world() throws Exception {
    return SupervisorWorld.read(supervisor.configuration());
  }
}
