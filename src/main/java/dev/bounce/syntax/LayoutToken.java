package dev.bounce.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.misc.Pair;

/** A token that knows how many brackets are open around it; {@link Layout} counts them. */
final class LayoutToken extends CommonToken {
  private static final long serialVersionUID = 1L;

  private int depth;

  private LayoutToken(
      Pair<TokenSource, CharStream> origin, int type, int channel, int start, int stop) {
    super(origin, type, channel, start, stop);
  }

  /** Returns a token of no width that stands before {@code place}. */
  static LayoutToken virtual(int type, LayoutToken place, int depth) {
    int start = place.getStartIndex();
    LayoutToken token = create(place.source, type, Token.DEFAULT_CHANNEL, start, start - 1);
    token.setLine(place.getLine());
    token.setCharPositionInLine(place.getCharPositionInLine());
    token.setText("");
    token.depth = depth;
    return token;
  }

  /** Returns how many brackets are open around it; a bracket itself lies outside of its pair. */
  int depth() {
    return depth;
  }

  void setDepth(int depth) {
    this.depth = depth;
  }

  /** Returns the offset behind its last character. */
  int end() {
    return getStopIndex() + 1;
  }

  boolean isOnDefaultChannel() {
    return getChannel() == Token.DEFAULT_CHANNEL;
  }

  private static LayoutToken create(
      Pair<TokenSource, CharStream> origin, int type, int channel, int start, int stop) {
    return new LayoutToken(origin, type, channel, start, stop);
  }

  /** Makes the lexer produce tokens of this class, so that none is copied later. */
  static final class Factory implements TokenFactory<LayoutToken> {
    @Override
    @SuppressWarnings("NullAway") // ANTLR passes no text for a token that is as the source has it
    public LayoutToken create(
        Pair<TokenSource, CharStream> origin,
        int type,
        String text,
        int channel,
        int start,
        int stop,
        int line,
        int column) {
      LayoutToken token = LayoutToken.create(origin, type, channel, start, stop);
      token.setLine(line);
      token.setCharPositionInLine(column);
      if (text != null) {
        token.setText(text);
      }
      return token;
    }

    @Override
    public LayoutToken create(int type, String text) {
      throw new UnsupportedOperationException("a token needs its place");
    }
  }
}
