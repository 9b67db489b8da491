package dev.bounce.integration.puma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealPuma;
import dev.bounce.testbed.RealSupervisor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The module {@code puma} on a Puma that a real supervisord starts again. */
@Tag("integration")
final class MonitoredPumaTest {
  private PumaScene scene;
  private Optional<RealSupervisor> supervisor = Optional.empty();

  @BeforeEach
  void make() throws Exception {
    scene = new PumaScene();
  }

  @AfterEach
  void end() throws Exception {
    if (supervisor.isPresent()) {
      supervisor.get().close();
    }
    scene.close();
  }

  /** Its sockets stay open: whoever asks while no worker boots waits, and is answered. */
  @Test
  void aBrokenReleaseIsTakenBackHotWithoutALostRequest() throws Exception {
    URI address = scene.listenOnTcp();
    supervise(String.join(" ", scene.puma().prepare().command()));
    long master = scene.puma().pid();
    try (Load load = new Load(address, 2)) {
      Outcome good = run(release("other"));
      assertEquals(0, good.exitCode(), good::all);
      Outcome broken = run(release("broken"));
      assertEquals(1, broken.exitCode(), broken::all);
      assertTrue(broken.all().contains("Unable to start worker"), broken::all);
      assertTrue(broken.all().contains("releases/other serves again"), broken::all);
      load.end();
      assertEquals(List.of(), load.failures());
    }
    assertEquals(master, scene.puma().pid());
    assertServes("other");
    Outcome status = scene.use(scene.byState(), "puma.status web");
    assertTrue(status.all().contains("2 of 2 workers booted"), status::all);
    assertTrue(status.all().contains("started again by supervisord (pid "), status::all);
  }

  /** Without workers the process ends; who watches over it starts the old release again. */
  @Test
  void aBrokenReleaseThatEndsPumaIsTakenBack() throws Exception {
    supervise(String.join(" ", scene.puma().workers(0).prepare().command()));
    Outcome broken = run(release("broken"));
    assertEquals(1, broken.exitCode(), broken::all);
    assertTrue(broken.all().contains("serves again"), broken::all);
    assertServes("good");
  }

  /**
   * Puma looks for {@code -C config.rb} in the release when it executes itself anew, and ends. Its
   * monitor starts it again; that the sockets were closed meanwhile is said.
   */
  @Test
  void aServerThatEndsInsteadOfExecutingItselfAnewIsFoundOut() throws Exception {
    scene.puma().workers(0).prepare();
    supervise("puma -C config.rb");
    Outcome relative = run(release("other"));
    assertEquals(1, relative.exitCode(), relative::all);
    assertTrue(relative.all().contains("another one was started"), relative::all);
    assertTrue(relative.all().contains("`-C` with a whole path"), relative::all);
    assertServes("other");
  }

  private void supervise(String command) throws Exception {
    RealPuma puma = scene.puma();
    Path sections = scene.folder().resolve("sections.conf");
    Files.writeString(
        sections,
        """
        [program:puma]
        command=%s
        directory=%s
        startsecs=0
        autorestart=true
        redirect_stderr=true
        stdout_logfile=%s
        """
            .formatted(command, puma.folder(), puma.log()));
    supervisor = Optional.of(RealSupervisor.startWith(scene.folder().resolve("s"), sections));
    Eventually.holds(() -> "Puma serves", () -> serves("good"));
  }

  private boolean serves(String release) {
    try {
      return scene.puma().ask().startsWith(release + " by ");
    } catch (Exception notYet) {
      return false;
    }
  }

  private Outcome run(String statements) throws Exception {
    String log = "\n  log \"" + scene.puma().log() + "\"";
    return scene.use("start-within 5s\n  " + scene.byState() + log, statements);
  }

  private void assertServes(String release) throws Exception {
    assertTrue(scene.puma().ask().startsWith(release + " by "));
  }

  private String release(String name) {
    Path folder = scene.puma().folder().resolve("releases/" + name);
    return "puma.release web to \"%s\" behind \"%s\" by hot migrations none for 300ms"
        .formatted(folder, scene.current());
  }
}
