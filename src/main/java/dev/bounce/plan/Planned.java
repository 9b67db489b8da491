package dev.bounce.plan;

import dev.bounce.diag.Diagnostic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What planning gave.
 *
 * @param plan absent where a diagnostic forbids one
 * @param names what the names that the runbook gives a value outside of all blocks stand for: a
 *     constant, or a variable that the run binds
 * @param diagnostics what only planning could find out, in order
 */
public record Planned(
    Optional<Plan> plan, Map<String, Formula> names, List<Diagnostic> diagnostics) {
  /** Copies the collections and keeps their order. */
  public Planned {
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    diagnostics = List.copyOf(diagnostics);
  }
}
