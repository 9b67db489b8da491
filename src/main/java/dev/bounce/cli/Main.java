package dev.bounce.cli;

import dev.bounce.run.ExitCode;
import java.util.List;

/** The entry of the program. */
public final class Main {
  private Main() {}

  /** Carries out a command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /**
   * Carries out a command line on this process's own streams.
   *
   * @return the exit code, as {@link ExitCode} lists them
   */
  public static int run(String... arguments) {
    return run(Console.ofProcess(), arguments);
  }

  /**
   * Carries out a command line on other streams.
   *
   * @return the exit code, as {@link ExitCode} lists them
   */
  public static int run(Console console, String... arguments) {
    boolean debug = List.of(arguments).contains("--debug");
    return new Bounce(debug ? console.debugging() : console).run(arguments);
  }
}
