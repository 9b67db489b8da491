package dev.bounce.syntax;

import dev.bounce.diag.Source;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;

/**
 * What the generated lexer cannot say in its grammar: it never fails, and a newline ends a
 * "string".
 */
abstract class LexerBase extends Lexer {
  LexerBase(CharStream input) {
    super(input);
  }

  /** Returns all tokens of {@code source} but spaces, the last one being EOF. */
  static List<LayoutToken> tokens(Source source) {
    RunbookLexer lexer = new RunbookLexer(new SourceStream(source));
    lexer.removeErrorListeners();
    lexer.setTokenFactory(new LayoutToken.Factory());
    List<LayoutToken> tokens = new ArrayList<>(source.text().length() / 4 + 1);
    LayoutToken token;
    do {
      token = (LayoutToken) lexer.nextToken();
      tokens.add(token);
    } while (token.getType() != Token.EOF);
    return tokens;
  }

  /** A closing brace with no interpolation open is only a brace. */
  @Override
  public int popMode() {
    return _modeStack.isEmpty() ? DEFAULT_MODE : super.popMode();
  }

  /** A newline inside a "string", or inside an interpolation of one, leaves that string. */
  @Override
  public void emit(Token token) {
    super.emit(token);
    if (token.getType() == RunbookLexer.NL) {
      leaveStrings();
    }
  }

  private void leaveStrings() {
    while (_mode == RunbookLexer.STRING || isInString()) {
      popMode();
    }
  }

  private boolean isInString() {
    for (int i = 0; i < _modeStack.size(); i++) {
      if (_modeStack.get(i) == RunbookLexer.STRING) {
        return true;
      }
    }
    return false;
  }
}
