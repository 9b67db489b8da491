package dev.bounce.cli;

import dev.bounce.run.ExitCode;
import dev.bounce.run.RunDirectory;
import dev.bounce.run.StateDirectory;
import dev.bounce.run.StateException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where journals and processes are kept. */
final class StateOptions {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Keep journals here instead of $$BOUNCE_STATE or $$XDG_STATE_HOME/bounce.")
  private @Nullable Path state;

  /** Returns the state directory, made where it was not there. */
  StateDirectory open() throws Refusal {
    try {
      return StateDirectory.open(path());
    } catch (StateException unsafe) {
      throw refused(unsafe);
    }
  }

  /** Returns where the state directory is, or would be. */
  Path path() {
    return state != null
        ? state
        : StateDirectory.locate(System.getenv(), Path.of(System.getProperty("user.home", "/")));
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
