package dev.bounce.check;

import dev.bounce.diag.Diagnostic;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.Program;
import dev.bounce.value.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that has been looked at from all sides.
 *
 * @param program the runbook and its modules
 * @param inventory what it is applied to
 * @param earlier what it may use of earlier entries of a session
 * @param names the types of the names that the runbook itself gives a value, outside of all blocks
 * @param diagnostics everything that is wrong, syntax and inventory included, in order
 */
public record Checked(
    Program program,
    Optional<Inventory> inventory,
    Earlier earlier,
    Map<String, Type> names,
    List<Diagnostic> diagnostics) {
  /** Copies the collections and keeps their order. */
  public Checked {
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    diagnostics = List.copyOf(diagnostics);
  }

  /** Tells whether it may be planned. */
  public boolean isSound() {
    return diagnostics.stream().noneMatch(Diagnostic::isError);
  }
}
