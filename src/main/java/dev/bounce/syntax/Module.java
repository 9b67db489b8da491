package dev.bounce.syntax;

import dev.bounce.diag.Source;
import java.util.List;

/**
 * A parsed file, or one entry of the REPL.
 *
 * @param source the text
 * @param statements its statements, in the order of the text
 */
public record Module(Source source, List<Statement> statements) {
  /** Copies the list. */
  public Module {
    statements = List.copyOf(statements);
  }
}
