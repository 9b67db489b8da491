package dev.bounce.syntax;

import dev.bounce.diag.Span;
import java.util.List;

/**
 * Statements between braces.
 *
 * @param statements in the order of the text
 * @param span from brace to brace
 */
public record Block(List<Statement> statements, Span span) {
  /** Copies the list. */
  public Block {
    statements = List.copyOf(statements);
  }
}
