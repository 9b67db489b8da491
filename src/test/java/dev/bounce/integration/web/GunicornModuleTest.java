package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealGunicorn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module {@code gunicorn} on a real one whose folder is a link to a release. */
@Tag("integration")
final class GunicornModuleTest {
  @TempDir static Path folder;
  private static RealGunicorn gunicorn;

  @BeforeAll
  static void start() throws Exception {
    Path home = folder.resolve("g");
    RealGunicorn.prepare(home);
    for (String release : List.of("one", "two", "three", "broken")) {
      Path own = Files.createDirectories(home.resolve("releases/" + release));
      Files.copy(home.resolve("wsgi.py"), own.resolve("wsgi.py"));
      Files.writeString(own.resolve("version"), release);
    }
    Files.createFile(home.resolve("releases/broken/broken"));
    Files.createSymbolicLink(home.resolve("current"), Path.of("releases/one"));
    gunicorn = RealGunicorn.start(home, "--chdir", home.resolve("current").toString());
  }

  @AfterAll
  static void stop() throws Exception {
    if (gunicorn != null) {
      gunicorn.close();
    }
  }

  @Test
  void releasesAreSwitchedAndBrokenOnesTakenBackWithoutALostRequest() throws Exception {
    assertEquals("one", WebScene.get(gunicorn.address("/")));
    try (Load load = new Load(gunicorn.address("/"), 2)) {
      release(0, "two", "hot");
      assertEquals("two", WebScene.get(gunicorn.address("/")));
      long master = gunicorn.pid();
      Outcome broken = release(1, "broken", "hot");
      assertTrue(broken.all().contains("no such database"), broken::all);
      Outcome checked = release(1, "broken", "reload");
      assertTrue(checked.all().contains("B004"), checked::all);
      assertEquals(master, gunicorn.pid());
      assertEquals("two", WebScene.get(gunicorn.address("/")));
      assertEquals(releases("two"), Files.readSymbolicLink(current()));
      load.end();
      assertEquals(List.of(), load.failures());
    }
    release(0, "three", "reload");
    assertEquals("three", WebScene.get(gunicorn.address("/")));
  }

  private static Outcome release(int exitCode, String name, String how) throws Exception {
    return new WebScene(folder)
        .run(
            exitCode,
            "use gunicorn",
            "service web {",
            "  via gunicorn",
            "  pid-file \"" + gunicorn.pidFile() + "\"",
            "  log \"" + gunicorn.log() + "\"",
            "  directory \"" + current() + "\"",
            "  import-check [\"python3\", \"-c\", \"import wsgi\"]",
            "  stable 300ms",
            "  health http \"" + gunicorn.address("/") + "\"",
            "}",
            "gunicorn.release web to \"%s\" behind \"%s\" by %s for 300ms"
                .formatted(releases(name), current(), how));
  }

  private static Path current() {
    return gunicorn.folder().resolve("current");
  }

  private static Path releases(String name) {
    return gunicorn.folder().resolve("releases/" + name);
  }
}
