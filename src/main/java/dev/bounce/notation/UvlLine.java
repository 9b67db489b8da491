package dev.bounce.notation;

import java.util.List;

/**
 * A line of a feature model with what continues it; never without tokens.
 *
 * @param indentation how far its first token stands to the right, in characters; a tab goes on to
 *     the next multiple of eight
 * @param number counted from one
 */
record UvlLine(int indentation, int number, List<Token> tokens) {
  /** Copies the list. */
  UvlLine {
    tokens = List.copyOf(tokens);
  }

  /** What a token is. */
  enum Kind {
    /** A name as it stands, or a word of the notation. */
    WORD,
    /** A name in double quotes, without them. */
    QUOTED,
    /** A text in single quotes, without them. */
    TEXT,
    NUMBER,
    SYMBOL
  }

  /** A part of a line; its text is without quotes. */
  record Token(Kind kind, String text, int line) {}
}
