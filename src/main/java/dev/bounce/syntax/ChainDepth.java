package dev.bounce.syntax;

import static dev.bounce.syntax.RunbookLexer.*;

/**
 * Counts what nests without any bracket: {@code - - - a}, {@code not not a} and {@code if a then if
 * b then …}. Without a bound such chains would exhaust the parser's stack.
 */
final class ChainDepth {
  private int prefixes;
  private int alternatives;

  /** Returns how deep the chains are behind {@code token}. */
  int after(LayoutToken token, Brackets brackets) {
    switch (token.getType()) {
      case NEG, NOT -> prefixes++;
      case THEN -> alternatives++;
      case ELSE -> alternatives = Math.max(0, alternatives - 1);
      case NL, SEMI -> {
        if (!brackets.isNewlineSpace()) {
          prefixes = 0;
          alternatives = 0;
        }
      }
      default -> prefixes = 0;
    }
    return prefixes + alternatives;
  }
}
