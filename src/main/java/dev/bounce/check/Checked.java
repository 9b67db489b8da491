package dev.bounce.check;

import dev.bounce.diag.Diagnostic;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.Program;
import java.util.List;
import java.util.Optional;

/**
 * A program that has been looked at from all sides.
 *
 * @param program the runbook and its modules
 * @param inventory what it is applied to
 * @param diagnostics everything that is wrong, syntax and inventory included, in order
 */
public record Checked(
    Program program, Optional<Inventory> inventory, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public Checked {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Tells whether it may be planned. */
  public boolean isSound() {
    return diagnostics.stream().noneMatch(Diagnostic::isError);
  }
}
