package dev.bounce.backend.systemd;

import dev.bounce.backend.Settings;
import java.util.Optional;

/** Whose systemd it is: the machine's, or that of the user who runs bounce. */
enum Scope {
  SYSTEM,
  USER;

  /** The property that says so. */
  static final String PROPERTY = "scope";

  /** Returns what the settings say. */
  static Scope of(Settings settings) {
    return settings.text(PROPERTY).filter("user"::equals).isPresent() ? USER : SYSTEM;
  }

  /** Returns as whom systemctl changes something: root, unless the settings say otherwise. */
  static Optional<String> changingUser(Settings settings) {
    return switch (of(settings)) {
      case SYSTEM -> Optional.of(settings.text("user").orElse("root"));
      case USER -> Optional.empty();
    };
  }
}
