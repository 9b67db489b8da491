package dev.bounce.inventory;

import dev.bounce.diag.Diagnostic;
import java.util.List;

/**
 * What reading an inventory gave.
 *
 * @param inventory what could be read; what is wrong is left out of it
 * @param diagnostics all that is wrong, in the order of the text
 */
public record Loaded(Inventory inventory, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public Loaded {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Tells whether all of it could be read. */
  public boolean isComplete() {
    return diagnostics.stream().noneMatch(Diagnostic::isError);
  }
}
