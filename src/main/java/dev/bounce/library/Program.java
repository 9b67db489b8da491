package dev.bounce.library;

import dev.bounce.diag.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A runbook with all modules that it needs.
 *
 * @param main the runbook itself
 * @param prelude the module that every other one sees without {@code use}; read when it is first
 *     asked for, since most runbooks need nothing of it
 * @param diagnostics syntax errors of all files, and modules that could not be had
 */
public record Program(
    LoadedModule main, Supplier<Optional<LoadedModule>> prelude, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public Program {
    diagnostics = List.copyOf(diagnostics);
  }
}
