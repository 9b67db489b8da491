package dev.bounce.library;

import dev.bounce.diag.Source;
import java.util.List;
import java.util.Optional;

/** The modules that a runbook uses by name. */
public interface StandardModules {
  /** Returns the text of a module. */
  Optional<Source> find(String name);

  /** Returns the names of all modules. */
  List<String> names();
}
