package dev.bounce.syntax;

import dev.bounce.diag.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What formatting gave: a text, or the errors that forbid it.
 *
 * @param text the formatted text, absent where the source has syntax errors
 * @param diagnostics the syntax errors; none where there is a text
 */
public record Formatted(Optional<String> text, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public Formatted {
    diagnostics = List.copyOf(diagnostics);
  }
}
