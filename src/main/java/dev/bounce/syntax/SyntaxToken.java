package dev.bounce.syntax;

/**
 * A coloured stretch of text; what lies between two of them is space.
 *
 * @param kind what it is
 * @param start offset of its first character
 * @param end offset behind its last character
 */
public record SyntaxToken(TokenKind kind, int start, int end) {}
