package dev.bounce.syntax;

import dev.bounce.diag.Span;

/**
 * A word of the source, with its place.
 *
 * @param text the word as written
 * @param span where it stands
 */
public record Name(String text, Span span) {
  @Override
  public String toString() {
    return text;
  }
}
