package dev.bounce.syntax;

import dev.bounce.diag.Diagnostic;
import java.util.List;

/**
 * What parsing gave: a tree of what could be read, and everything that could not.
 *
 * @param module without the statements that could not be read; a bracket or string that was not
 *     closed counts as closed where that is most likely
 * @param diagnostics all that is wrong with the syntax, in the order of the text
 */
public record Parsed(Module module, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public Parsed {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Tells whether the whole text could be read. */
  public boolean isComplete() {
    return diagnostics.stream().noneMatch(Diagnostic::isError);
  }
}
