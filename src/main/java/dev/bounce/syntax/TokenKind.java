package dev.bounce.syntax;

/** What a stretch of text is to a reader: enough to colour it. */
public enum TokenKind {
  KEYWORD,
  NAME,
  STRING,
  /** The marks around an expression in a string: dollar and braces. */
  INTERPOLATION,
  NUMBER,
  OPERATOR,
  BRACKET,
  COMMENT,
  /** What the language does not have. */
  ERROR
}
