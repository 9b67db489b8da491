package dev.bounce.plan;

import dev.bounce.diag.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What planning gave.
 *
 * @param plan absent where a diagnostic forbids one
 * @param diagnostics what only planning could find out, in order
 */
public record Planned(Optional<Plan> plan, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public Planned {
    diagnostics = List.copyOf(diagnostics);
  }
}
