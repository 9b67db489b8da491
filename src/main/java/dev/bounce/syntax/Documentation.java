package dev.bounce.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/** Finds the {@code ##} comments that stand directly above a declaration. */
final class Documentation {
  private static final String MARK = "##";

  private final TokenStream tokens;

  Documentation(TokenStream tokens) {
    this.tokens = tokens;
  }

  /**
   * Returns the text of the {@code ##} lines directly above, without their marks; nothing where an
   * empty line or another comment lies between.
   */
  Optional<String> above(ParserRuleContext declaration) {
    Deque<String> lines = new ArrayDeque<>();
    int index = withoutEmptyContinuations(declaration.getStart().getTokenIndex() - 1);
    while (isCommentLine(index)) {
      lines.push(text(tokens.get(index - 1)));
      index = withoutEmptyContinuations(index - 2);
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
  }

  /** Skips, backwards, lines of nothing but a mark of continuation: it continues nothing. */
  private int withoutEmptyContinuations(int index) {
    int last = index;
    while (last >= 0
        && tokens.get(last).getType() == RunbookLexer.CONTINUE
        && (last == 0 || endsLine(tokens.get(last - 1)))) {
      last--;
    }
    return last;
  }

  /** Tells whether the token at {@code newline} ends a line that holds such a comment alone. */
  private boolean isCommentLine(int newline) {
    return newline >= 1
        && tokens.get(newline).getType() == RunbookLexer.NL
        && isDocumentation(tokens.get(newline - 1))
        && (newline == 1 || endsLine(tokens.get(newline - 2)));
  }

  private static boolean endsLine(Token token) {
    return token.getType() == RunbookLexer.NL || token.getType() == RunbookLexer.CONTINUE;
  }

  private static boolean isDocumentation(Token token) {
    if (token.getType() != RunbookLexer.COMMENT) {
      return false;
    }
    String text = token.getText();
    return text.startsWith(MARK) && (text.length() == 2 || Character.isWhitespace(text.charAt(2)));
  }

  private static String text(Token comment) {
    String text = comment.getText().substring(MARK.length()).stripTrailing();
    return text.startsWith(" ") ? text.substring(1) : text;
  }
}
