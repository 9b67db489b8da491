package dev.bounce.repl;

import dev.bounce.diag.Diagnostic;
import dev.bounce.run.ExitCode;
import java.util.List;

/** A plan could not even be begun, for these reasons; nothing was changed. */
public final class NotRunException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;
  private final ExitCode exitCode;

  /**
   * @param diagnostics why
   * @param exitCode what the process says of it
   */
  public NotRunException(List<Diagnostic> diagnostics, ExitCode exitCode) {
    super("not run", null, false, false);
    this.diagnostics = List.copyOf(diagnostics);
    this.exitCode = exitCode;
  }

  /** Returns why. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Returns what the process says of it. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
