package dev.bounce.syntax;

import dev.bounce.diag.Span;
import java.util.List;
import java.util.Optional;

/**
 * A property of a service, a host or the defaults: a word, its terms and perhaps a block.
 *
 * @param name the word
 * @param terms what follows it on the line
 * @param block its statements, as in {@code drain { … }}
 * @param span the whole
 */
public record Property(Name name, List<Expression> terms, Optional<Block> block, Span span) {
  /** Copies the list. */
  public Property {
    terms = List.copyOf(terms);
  }
}
