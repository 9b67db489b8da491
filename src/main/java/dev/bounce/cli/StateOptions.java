package dev.bounce.cli;

import dev.bounce.run.ExitCode;
import dev.bounce.run.RunDirectory;
import dev.bounce.run.StateDirectory;
import dev.bounce.run.StateException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where journals and processes are kept.
 *
 * @param path where the state directory is, or would be
 */
record StateOptions(Path path) {
  /** Adds the option to a command. */
  static void addTo(CommandSpec specification) {
    specification.addOption(
        Arguments.text(
            "DIR",
            "Keep journals here instead of $BOUNCE_STATE or $XDG_STATE_HOME/bounce.",
            "--state"));
  }

  /** Reads the option. */
  static StateOptions of(Arguments arguments) {
    return new StateOptions(
        arguments
            .text("--state")
            .map(Path::of)
            .orElseGet(() -> StateDirectory.locate(System.getenv(), home())));
  }

  /** The JDK knows the home of the account only, whatever the environment says. */
  private static Path home() {
    String home = System.getenv().getOrDefault("HOME", "");
    return Path.of(home.startsWith("/") ? home : System.getProperty("user.home", "/"));
  }

  /** Returns the state directory, made where it was not there. */
  StateDirectory open() throws Refusal {
    try {
      return StateDirectory.open(path);
    } catch (StateException unsafe) {
      throw refused(unsafe);
    }
  }

  /** Returns the journals of all runs. */
  RunDirectory runs() throws Refusal {
    return new RunDirectory(open());
  }

  /** Returns the refusal that shows why state cannot be kept or read. */
  static Refusal refused(StateException unsafe) {
    return new Refusal(List.of(unsafe.diagnostic()), ExitCode.PRECONDITION);
  }
}
