package dev.bounce.cli;

import dev.bounce.backend.Backend;
import dev.bounce.backend.docker.DockerBackend;
import dev.bounce.backend.gunicorn.GunicornBackend;
import dev.bounce.backend.nginx.NginxBackend;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.backend.puma.PumaBackend;
import dev.bounce.backend.sim.SimulatedBackend;
import dev.bounce.backend.sim.SimulatedWorld;
import dev.bounce.backend.supervisor.SupervisorBackend;
import dev.bounce.backend.systemd.SystemdBackend;
import dev.bounce.library.BundledModules;
import dev.bounce.library.Library;
import dev.bounce.repl.Workspace;
import dev.bounce.verb.Verbs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Wires the implementations together; a new backend is a line here. */
final class Product {
  private Product() {}

  /**
   * Returns the backends of this version, by name. What {@code sim} manages lives in memory only,
   * in real time, for as long as this process.
   *
   * @param state where backends keep notes and logs of what they start; nothing is read yet
   */
  static Map<String, Backend> backends(Path state) {
    Map<String, Backend> backends = new LinkedHashMap<>();
    SimulatedWorld toy = new SimulatedWorld(InstantSource.system());
    for (Backend backend :
        List.<Backend>of(
            new SupervisorBackend(),
            new ProcessBackend(state),
            new GunicornBackend(state),
            new NginxBackend(state),
            new PumaBackend(state),
            new DockerBackend(),
            new SystemdBackend(),
            new SimulatedBackend(toy))) {
      backends.put(backend.name(), backend);
    }
    return backends;
  }

  /** Returns what takes texts to plans. */
  static Workspace workspace() {
    Path nowhere = Path.of("");
    return new Workspace(
        new Library(new BundledModules()), Verbs.ALL, backends(nowhere).values(), Version.NUMBER);
  }
}
