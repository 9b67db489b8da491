package dev.bounce.cli;

import dev.bounce.diag.Diagnostic;
import dev.bounce.run.ExitCode;
import java.util.List;

/** A command cannot do what it was asked to, for these reasons. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;
  private final ExitCode exitCode;

  Refusal(List<Diagnostic> diagnostics, ExitCode exitCode) {
    super("refused", null, false, false);
    this.diagnostics = List.copyOf(diagnostics);
    this.exitCode = exitCode;
  }

  /** Returns a refusal for one reason that is the caller's. */
  static Refusal usage(Diagnostic diagnostic) {
    return new Refusal(List.of(diagnostic), ExitCode.USAGE);
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
