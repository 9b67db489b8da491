package dev.bounce.cli;

import dev.bounce.backend.Backend;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.backend.supervisor.SupervisorBackend;
import dev.bounce.library.BundledModules;
import dev.bounce.library.Library;
import dev.bounce.repl.Workspace;
import dev.bounce.verb.Verbs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Wires the implementations together; a new backend is a line here. */
final class Product {
  private Product() {}

  /** Returns the backends of this version, by name. */
  static Map<String, Backend> backends() {
    Map<String, Backend> backends = new LinkedHashMap<>();
    for (Backend backend : List.<Backend>of(new SupervisorBackend(), new ProcessBackend())) {
      backends.put(backend.name(), backend);
    }
    return backends;
  }

  /** Returns what takes texts to plans. */
  static Workspace workspace() {
    return new Workspace(
        new Library(new BundledModules()), Verbs.ALL, backends().values(), Version.NUMBER);
  }
}
