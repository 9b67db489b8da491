package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealGunicorn;
import dev.bounce.testbed.RealNginx;
import dev.bounce.testbed.RealSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four gunicorns of a real supervisord, and a real nginx that says of each whether it is in
 * service: a maintenance file takes it out.
 */
@Tag("integration")
final class DrainTest {
  private static final int FAILED = 1;

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
    nginx = RealNginx.prepare(folder.resolve("n"));
    nginx.edit(
        "location / { return 200 \"one\\n\"; }",
        "location ~ ^/ready/([0-3])$ { if (-f %s/$1.down) { return 503; } return 200; }"
            .formatted(folder));
    nginx.launch();
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
}
