package dev.bounce.host;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
  /** What needs no quotes in a shell, beside letters and digits. */
  private static final String PLAIN = "_@%+=:,./-";

  /** Copies the collections. */
  public CommandLine {
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** Returns a plain command. */
  public static CommandLine of(List<String> arguments) {
    return new CommandLine(arguments, Optional.empty(), Map.of(), Optional.empty());
  }

  /** Returns an argument vector so that a person can read it and a shell would take it the same. */
  public static String quoted(List<String> arguments) {
    return arguments.stream().map(CommandLine::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    boolean plain =
        !argument.isEmpty()
            && argument
                .chars()
                .allMatch(
                    it -> (it < 0x80 && Character.isLetterOrDigit(it)) || PLAIN.indexOf(it) >= 0);
    return plain ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }
}
