package dev.bounce.syntax;

import static dev.bounce.syntax.RunbookLexer.*;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * What white space means, decided between the lexer and the parser: whether a newline ends a
 * statement, whether a bracket touches what it calls or indexes, whether a {@code -} is a sign.
 *
 * <p>Brackets and strings that are not closed are closed here, with one error each, so that the
 * parser always sees balanced ones. Indentation means nothing in a file that balances; in one that
 * does not it is asked as a witness for where the bracket is missing.
 */
final class Layout {
  private final Source source;
  private final SyntaxProblems problems;
  private final List<LayoutToken> tokens = new ArrayList<>();
  private final Brackets brackets;
  private final ChainDepth chains = new ChainDepth();

  /** The last token that the parser will see; none before the first one. */
  private @Nullable LayoutToken last;

  private boolean atLineStart = true;
  private boolean inForeignComment;
  private boolean tooDeep;

  /** Whether the last token was a backslash with more behind it than the end of its line. */
  private boolean continuedByMistake;

  private @Nullable LayoutToken lastOfText;
  private boolean openAtEnd;

  private Layout(Source source, boolean byIndentation) {
    this.source = source;
    this.problems = new SyntaxProblems(source);
    this.brackets = new Brackets(source, problems, tokens, byIndentation);
  }

  /**
   * What the parser reads.
   *
   * @param tokens all tokens but spaces, balanced
   * @param problems what was wrong with brackets, strings and characters
   * @param readable whether parsing makes sense; not when nested too deeply
   */
  record Result(List<LayoutToken> tokens, SyntaxProblems problems, boolean readable) {}

  /** Lays {@code source} out. Never fails; what is wrong is in the result. */
  static Result of(Source source) {
    Layout plain = new Layout(source, false).run();
    if (plain.tooDeep || plain.brackets.isBalanced()) {
      return plain.result();
    }
    Layout witnessed = new Layout(source, true).run();
    return plain.problems.count() < witnessed.problems.count()
        ? plain.result()
        : witnessed.result();
  }

  /** Tells whether a text that is right so far needs a further line. */
  static boolean needsMore(Source source) {
    Layout layout = new Layout(source, false).run();
    boolean rightSoFar = layout.problems.count() == 0;
    return layout.openAtEnd || (rightSoFar && layout.lastLineGoesOn());
  }

  private boolean lastLineGoesOn() {
    int beforeEnd = tokens.size() - 2;
    boolean continued = beforeEnd >= 0 && tokens.get(beforeEnd).getType() == CONTINUE;
    return continued || goesOn(lastOfText);
  }

  private Result result() {
    boolean readable = !tooDeep && !problems.isFull();
    return new Result(tokens, problems, readable);
  }

  private Layout run() {
    for (LayoutToken token : LexerBase.tokens(source)) {
      accept(token);
      if (tooDeep || problems.isFull()) {
        break;
      }
    }
    return this;
  }

  private void accept(LayoutToken token) {
    if (inForeignComment && token.getType() != NL && token.getType() != Token.EOF) {
      return;
    }
    if (!token.isOnDefaultChannel()) {
      tokens.add(token);
      return;
    }
    if (atLineStart && token.getType() != NL) {
      startLine(token);
    }
    boolean startsLine = atLineStart;
    atLineStart = token.getType() == NL;
    if (!place(token, startsLine)) {
      token.setChannel(Token.HIDDEN_CHANNEL);
    }
    add(token);
  }

  private void startLine(LayoutToken first) {
    if (brackets.startLine(first)) {
      last = null;
    }
  }

  private void add(LayoutToken token) {
    token.setDepth(brackets.depthOf(token));
    tokens.add(token);
    if (token.getType() == RAW && brackets.reopenSwallowedBrace(token, token)) {
      last = null;
    } else if (token.isOnDefaultChannel()) {
      last = token;
    }
  }

  /** Decides what a token is; false hides it from the parser. */
  private boolean place(LayoutToken token, boolean startsLine) {
    checkDepth(token);
    boolean lineContinues = continuedByMistake;
    continuedByMistake = false;
    return switch (token.getType()) {
      case LPAREN, LBRACK -> open(token);
      case LBRACE -> {
        brackets.beforeBrace(token, last);
        yield push(token);
      }
      case OPEN, OPEN3, BEGIN -> push(token);
      case RPAREN, RBRACK, RBRACE, CLOSE -> brackets.close(token, startsLine);
      case NEG -> {
        token.setType(isSign(token) ? NEG : MINUS);
        yield true;
      }
      case NL -> endLine(token) && !lineContinues;
      case Token.EOF -> endText(token);
      case FOREIGN -> foreign(token);
      case BAD -> bad(token);
      case BAD_RAW -> badRaw(token);
      default -> true;
    };
  }

  private boolean open(LayoutToken token) {
    if (touches(token)) {
      token.setType(token.getType() == LPAREN ? CALL : INDEX);
    }
    return push(token);
  }

  private boolean push(LayoutToken token) {
    brackets.push(token);
    checkDepth(token);
    return true;
  }

  private void checkDepth(LayoutToken token) {
    if (!tooDeep && brackets.depth() + chains.after(token, brackets) > Parser.MAX_DEPTH) {
      tooDeep = true;
      problems.addAlways(
          Diagnostic.error(
                  Code.S008,
                  problems.span(token),
                  "nested deeper than " + Parser.MAX_DEPTH + " levels here")
              .hint("name parts of it with `let` or `define`"));
    }
  }

  private boolean endLine(LayoutToken newline) {
    inForeignComment = false;
    brackets.endLine(newline, last);
    return !brackets.isNewlineSpace() && !goesOn(last);
  }

  private boolean endText(LayoutToken end) {
    lastOfText = last;
    openAtEnd |= problems.count() == 0 && brackets.canGoOn();
    brackets.closeAll(end);
    return true;
  }

  private boolean bad(LayoutToken token) {
    if (token.getText().equals("\\")) {
      continuedByMistake = true;
      openAtEnd |= problems.count() == 0 && isAtEnd(token);
    }
    problems.add(Characters.explain(token.getText(), problems.span(token)));
    return false;
  }

  private boolean badRaw(LayoutToken token) {
    openAtEnd |= problems.count() == 0 && token.getText().startsWith("'''");
    problems.add(
        Diagnostic.error(Code.S002, problems.span(token), "this string is not closed")
            .hint("a raw string ends with `'` on its line, or begins and ends with `'''`"));
    token.setType(RAW);
    return true;
  }

  private boolean isAtEnd(LayoutToken token) {
    return source.text().substring(token.end()).isBlank();
  }

  /** What other languages write is taken for what it means here, so that the line still parses. */
  private boolean foreign(LayoutToken token) {
    String text = token.getText();
    problems.add(Characters.explain(text, problems.span(token)));
    inForeignComment = text.equals("//") || text.equals("/*");
    int meant =
        switch (text) {
          case "&&" -> AND;
          case "||" -> OR;
          case "!" -> NOT;
          case "===" -> EQ;
          case ":=" -> ASSIGN;
          default -> FOREIGN;
        };
    token.setType(meant);
    return meant != FOREIGN;
  }

  /** Tells whether a line that ends with {@code token} goes on with the next one. */
  static boolean goesOn(@Nullable Token token) {
    return token != null
        && switch (token.getType()) {
          case COMMA, ASSIGN, EQ, NE, LT, LE, GT, GE, PLUS, MINUS, STAR, SLASH -> true;
          case ORELSE, AND, OR, NOT, MATCHES -> true;
          default -> false;
        };
  }

  static boolean isStructural(int type) {
    return type >= RUNBOOK && type <= TEST;
  }

  private boolean touches(LayoutToken bracket) {
    if (last == null || last.end() != bracket.getStartIndex()) {
      return false;
    }
    return switch (last.getType()) {
      case NAME, RPAREN, RBRACK -> true;
      default -> isStructural(last.getType()) || followsDot();
    };
  }

  /** A reserved word behind a dot is a name: {@code x.matches[0]}. */
  private boolean followsDot() {
    int size = tokens.size();
    return size >= 2 && tokens.get(size - 2).getType() == DOT && tokens.get(size - 1) == last;
  }

  /** A {@code -} that touches only its right side is a sign, and one behind an operator, too. */
  private boolean isSign(LayoutToken minus) {
    if (!touchesNext(minus)) {
      return false;
    }
    if (last == null || last.end() != minus.getStartIndex()) {
      return true;
    }
    return switch (last.getType()) {
      case LPAREN, CALL, LBRACK, INDEX, BEGIN, COMMA, COLON, ASSIGN, SEMI, LBRACE -> true;
      case NEG, MINUS, PLUS, STAR, SLASH, EQ, NE, LT, LE, GT, GE, ORELSE -> true;
      default -> false;
    };
  }

  private boolean touchesNext(LayoutToken token) {
    int end = token.end();
    return end < source.text().length() && " \t\r\n#".indexOf(source.text().charAt(end)) < 0;
  }
}
