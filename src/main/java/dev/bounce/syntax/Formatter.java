package dev.bounce.syntax;

import static dev.bounce.syntax.RunbookLexer.*;

import dev.bounce.diag.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Lays a runbook out: two spaces for each level and for a line that goes on, one space between
 * words, at most one empty line.
 *
 * <p>The author's line breaks stay, and every comment does: it works on tokens, the same that the
 * parser reads, and changes nothing but the space between them. Formatting what is formatted
 * changes nothing.
 */
public final class Formatter {
  private static final String LEVEL = "  ";

  private final List<LayoutToken> tokens;
  private final StringBuilder out = new StringBuilder();
  private final Deque<Opener> open = new ArrayDeque<>();

  /** The last token written that is no comment. */
  private @Nullable LayoutToken last;

  private int line;
  private boolean atLineStart = true;
  private boolean emptyLineAbove;
  private boolean continued;
  private boolean blockJustOpened;

  /** An open bracket, string or interpolation, and the line written that it stands in. */
  private record Opener(int type, int line) {
    boolean isString() {
      return type == OPEN || type == OPEN3;
    }
  }

  private Formatter(List<LayoutToken> tokens) {
    this.tokens = tokens;
  }

  /** Formats a text that has no syntax errors, else returns these. */
  public static Formatted format(Source source) {
    Parsed parsed = Parser.parse(source);
    if (!parsed.isComplete()) {
      return new Formatted(Optional.empty(), parsed.diagnostics());
    }
    String text = new Formatter(Layout.of(source).tokens()).write();
    return new Formatted(Optional.of(text), List.of());
  }

  private String write() {
    for (int i = 0; i < tokens.size() - 1; i++) { // the last one is EOF
      LayoutToken token = tokens.get(i);
      if (isInString() && token.getType() != BEGIN) {
        writeInString(token);
      } else {
        switch (token.getType()) {
          case NL -> writeNewline();
          case CONTINUE -> writeContinuation(i);
          default -> writeToken(token, i);
        }
      }
    }
    if (!atLineStart) {
      out.append('\n');
    }
    return out.toString();
  }

  private void writeNewline() {
    if (atLineStart) {
      emptyLineAbove = true;
      return;
    }
    endLine();
    continued = isTopABlock() && Layout.goesOn(last);
  }

  /** A mark of continuation is kept where it joins something with something. */
  private void writeContinuation(int index) {
    int next = index;
    while (tokens.get(next).getType() == CONTINUE) {
      next++;
    }
    int type = tokens.get(next).getType();
    boolean joinsNothing = type == NL || type == Token.EOF;
    if (atLineStart || joinsNothing) {
      return;
    }
    out.append(" \\");
    endLine();
    continued = true;
  }

  private void endLine() {
    out.append('\n');
    line++;
    atLineStart = true;
    emptyLineAbove = false;
  }

  private void writeInString(LayoutToken token) {
    writeText(token);
    if (token.getType() == CLOSE) {
      open.pop();
    }
    last = token;
  }

  private void writeToken(LayoutToken token, int index) {
    boolean endsInterpolation = closes(token) && top() == BEGIN;
    if (atLineStart) {
      startLine(token, index);
    } else if (!endsInterpolation) {
      out.append(spaceBefore(token));
    }
    if (closes(token)) {
      open.pop();
    }
    writeText(token);
    if (opens(token)) {
      open.push(new Opener(token.getType(), line));
    }
    blockJustOpened = token.getType() == LBRACE;
    if (token.getType() != COMMENT) {
      last = token;
    }
  }

  private void writeText(LayoutToken token) {
    String text = token.getText().replace("\r\n", "\n");
    out.append(token.getType() == COMMENT ? text.stripTrailing() : text);
    line += (int) text.chars().filter(character -> character == '\n').count();
  }

  private void startLine(LayoutToken token, int index) {
    if (emptyLineAbove && !out.isEmpty() && !closes(token) && !blockJustOpened) {
      out.append('\n');
      line++;
    }
    out.append(LEVEL.repeat(levels(leadingClosers(index))));
    if (continued && !closes(token)) {
      out.append(LEVEL);
    }
    atLineStart = false;
    emptyLineAbove = false;
  }

  /**
   * Counts the closers that a line starts with: they stand where the line of their openers does.
   */
  private int leadingClosers(int index) {
    int end = index;
    while (closes(tokens.get(end))) {
      end++;
    }
    return end - index;
  }

  /** Brackets that were opened on one line are one level, without the innermost {@code closing}. */
  private int levels(int closing) {
    return (int)
        open.stream()
            .skip(closing)
            .filter(opener -> !opener.isString())
            .mapToInt(Opener::line)
            .distinct()
            .count();
  }

  private int top() {
    Opener top = open.peek();
    return top == null ? LBRACE : top.type();
  }

  private boolean isTopABlock() {
    return top() == LBRACE;
  }

  private boolean isInString() {
    Opener top = open.peek();
    return top != null && top.isString();
  }

  private static boolean opens(Token token) {
    return switch (token.getType()) {
      case LPAREN, CALL, LBRACK, INDEX, LBRACE, BEGIN, OPEN, OPEN3 -> true;
      default -> false;
    };
  }

  private static boolean closes(Token token) {
    return switch (token.getType()) {
      case RPAREN, RBRACK, RBRACE -> true;
      default -> false;
    };
  }

  private String spaceBefore(LayoutToken token) {
    if (token.getType() == COMMENT) {
      return "  ";
    }
    return last == null || !isSpaced(last, token) ? "" : " ";
  }

  private static boolean isSpaced(Token left, Token right) {
    return switch (right.getType()) {
      case COMMA, COLON, SEMI, CALL, INDEX, RPAREN, RBRACK -> false;
      case DOT -> isNumber(left); // `1 .x` has no other form
      case RBRACE -> left.getType() != LBRACE;
      case BEGIN -> false;
      default ->
          switch (left.getType()) {
            case LPAREN, CALL, LBRACK, INDEX, DOT, NEG, BEGIN -> false;
            default -> true;
          };
    };
  }

  private static boolean isNumber(Token token) {
    return switch (token.getType()) {
      case INT, PERCENT, DURATION -> true;
      default -> false;
    };
  }
}
