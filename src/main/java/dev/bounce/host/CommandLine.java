package dev.bounce.host;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command that is run and waited for.
 *
 * @param arguments the argument vector; no shell reads it
 * @param directory where it runs, absent for the directory of bounce
 * @param environment what is added to the environment
 * @param user as whom it runs ({@code sudo -n -u USER -- …} where that is somebody else), absent
 *     for the user of bounce
 */
public record CommandLine(
    List<String> arguments,
    Optional<Path> directory,
    Map<String, String> environment,
    Optional<String> user) {
  /** Copies the collections. */
  public CommandLine {
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** Returns a plain command. */
  public static CommandLine of(List<String> arguments) {
    return new CommandLine(arguments, Optional.empty(), Map.of(), Optional.empty());
  }
}
