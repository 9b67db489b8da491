package dev.bounce.backend.systemd;

import java.nio.file.FileSystems;
import java.nio.file.Path;

/** Patterns of names as systemctl takes them: glob(7). */
final class Globs {
  private Globs() {}

  /** Tells whether a unit's name matches; such names hold no slash. */
  static boolean matches(String pattern, String name) {
    String escaped = pattern.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}");
    return FileSystems.getDefault().getPathMatcher("glob:" + escaped).matches(Path.of(name));
  }
}
