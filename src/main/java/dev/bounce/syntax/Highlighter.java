package dev.bounce.syntax;

import static dev.bounce.syntax.RunbookLexer.*;

import dev.bounce.diag.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * Tells what each token is to a reader. Looks at tokens alone, since what is typed rarely parses.
 */
final class Highlighter {
  private final List<SyntaxToken> result = new ArrayList<>();

  /** The openers that are open. */
  private final Deque<Integer> open = new ArrayDeque<>();

  private int before = NL;
  private int statement = NL;
  private boolean afterFor;

  private Highlighter() {}

  static List<SyntaxToken> tokens(Source source) {
    Highlighter highlighter = new Highlighter();
    for (LayoutToken token : LexerBase.tokens(source)) {
      highlighter.accept(token);
    }
    return highlighter.result;
  }

  private void accept(LayoutToken token) {
    int type = token.getType();
    if (type == NL) {
      afterFor = false;
    } else if (type != Token.EOF && type != CONTINUE) {
      statement = startsStatement() ? type : statement;
      add(kind(type), token);
    }
    before = type == COMMENT || type == CONTINUE ? before : type;
  }

  private void add(TokenKind kind, LayoutToken token) {
    SyntaxToken last = result.isEmpty() ? null : result.getLast();
    if (last != null
        && kind == TokenKind.STRING
        && last.kind() == kind
        && last.end() == token.getStartIndex()) {
      result.set(result.size() - 1, new SyntaxToken(kind, last.start(), token.end()));
    } else {
      result.add(new SyntaxToken(kind, token.getStartIndex(), token.end()));
    }
  }

  private TokenKind kind(int type) {
    return switch (type) {
      case COMMENT -> TokenKind.COMMENT;
      case OPEN, OPEN3, TEXT, ESCAPE, CLOSE, RAW -> TokenKind.STRING;
      case INT, PERCENT, DURATION -> TokenKind.NUMBER;
      case BAD, BAD_NUMBER, BAD_RAW, FOREIGN -> TokenKind.ERROR;
      case BEGIN -> {
        open.push(type);
        yield TokenKind.INTERPOLATION;
      }
      case LPAREN, LBRACK, LBRACE -> {
        open.push(type);
        yield TokenKind.BRACKET;
      }
      case RPAREN, RBRACK, RBRACE -> {
        boolean ofString = !open.isEmpty() && open.pop() == BEGIN;
        yield ofString ? TokenKind.INTERPOLATION : TokenKind.BRACKET;
      }
      case NAME -> TokenKind.NAME;
      case IF, UNLESS, AND, OR, NOT, IS, MATCHES, TRUE, FALSE ->
          before == DOT ? TokenKind.NAME : TokenKind.KEYWORD;
      default -> {
        if (!Layout.isStructural(type)) {
          yield TokenKind.OPERATOR;
        }
        yield isStructuralHere(type) ? TokenKind.KEYWORD : TokenKind.NAME;
      }
    };
  }

  /** A structural word is one where a statement may begin, or where it joins the parts of one. */
  private boolean isStructuralHere(int type) {
    boolean startsStatement = startsStatement();
    return switch (type) {
      case VERSION -> statement == RUNBOOK && before != RUNBOOK;
      case AS -> statement == USE && before != USE;
      case ELSE, THEN -> before != DOT && before != ASSIGN && before != COMMA;
      case ON, FINALLY -> startsStatement || before == RBRACE;
      case FOR -> {
        afterFor = startsStatement || isInList();
        yield afterFor;
      }
      case IN -> {
        boolean joins = afterFor && before != FOR;
        afterFor &= !joins;
        yield joins;
      }
      default -> startsStatement;
    };
  }

  private boolean startsStatement() {
    return before == NL || before == SEMI || before == LBRACE;
  }

  /** The {@code for} of a command is a clause, that of a comprehension stands in a list. */
  private boolean isInList() {
    Integer top = open.peek();
    return top != null && top == LBRACK;
  }
}
