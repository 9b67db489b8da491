package dev.bounce.host;

import java.util.List;

/**
 * An argument vector that Commons Exec hands on untouched. Its own class trims every argument and
 * turns backslashes of the executable into slashes; a space that somebody wrote must arrive.
 */
final class ExactCommand extends org.apache.commons.exec.CommandLine {
  private final List<String> arguments;

  ExactCommand(List<String> arguments) {
    super(arguments.getFirst());
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public String[] toStrings() {
    return arguments.toArray(String[]::new);
  }
}
