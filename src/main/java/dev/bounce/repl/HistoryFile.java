package dev.bounce.repl;

import dev.bounce.run.StateDirectory;
import dev.bounce.run.StateException;
import java.nio.file.Path;

/** Where entries are remembered from one session to the next. */
public final class HistoryFile {
  private static final String NAME = "history";

  private HistoryFile() {}

  /**
   * Returns the file, made where it was missing; only its owner may read and write it.
   *
   * @throws StateException when something else is in its place, or others may read it
   */
  public static Path in(StateDirectory state) throws StateException {
    return state.createFile(state.path(), NAME).orElse(state.existingFile(state.path(), NAME));
  }
}
