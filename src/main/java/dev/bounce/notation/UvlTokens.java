package dev.bounce.notation;

import dev.bounce.notation.UvlLine.Kind;
import dev.bounce.notation.UvlLine.Token;
import java.util.List;
import java.util.Optional;

/** Walks along the tokens of one line. */
final class UvlTokens {
  private final UvlLine line;
  private int next;

  UvlTokens(UvlLine line) {
    this.line = line;
  }

  /** Returns the next token, absent at the end of the line. */
  Optional<Token> peek() {
    return next < line.tokens().size() ? Optional.of(line.tokens().get(next)) : Optional.empty();
  }

  boolean isAtEnd() {
    return next == line.tokens().size();
  }

  /** Tells whether that symbol or word comes next. */
  boolean sees(String text) {
    return peek().filter(token -> isMark(token) && token.text().equals(text)).isPresent();
  }

  private static boolean isMark(Token token) {
    return token.kind() == Kind.SYMBOL || token.kind() == Kind.WORD;
  }

  /** Goes on behind that symbol or word if it comes next. */
  boolean takes(String text) {
    boolean seen = sees(text);
    next += seen ? 1 : 0;
    return seen;
  }

  /** Goes on behind that symbol or word, which has to come next. */
  void expect(String text) throws NotationException {
    if (!takes(text)) {
      throw wrong("`" + text + "`");
    }
  }

  /** Returns the next token, which has to be there, and goes on behind it. */
  Token take(String expected) throws NotationException {
    Token token = peek().orElseThrow(() -> wrong(expected));
    next++;
    return token;
  }

  /** Returns a name, perhaps one behind dots, and goes on behind it. */
  String name() throws NotationException {
    StringBuilder name = new StringBuilder(part());
    while (takes(".")) {
      name.append('.').append(part());
    }
    return name.toString();
  }

  private String part() throws NotationException {
    if (!seesName()) {
      throw wrong("a name");
    }
    return take("a name").text();
  }

  boolean seesName() {
    return sees(Kind.WORD) || sees(Kind.QUOTED);
  }

  boolean sees(Kind kind) {
    return peek().filter(token -> token.kind() == kind).isPresent();
  }

  /** Returns how many tokens lie behind. */
  int position() {
    return next;
  }

  /** Returns the tokens from one that lies behind up to the next one. */
  List<Token> since(int position) {
    return line.tokens().subList(position, next);
  }

  void expectEnd() throws NotationException {
    if (!isAtEnd()) {
      throw wrong("the end of the line");
    }
  }

  /** Returns the error that something else is expected here. */
  NotationException wrong(String expected) {
    return peek()
        .map(token ->
            NotationException.at(
                "UVL", token.line(), expected + " is expected, not `" + token.text() + "`"))
        .orElseGet(
            () -> NotationException.at("UVL", line.number(), expected + " is expected at its end"));
  }
}
