package dev.bounce.syntax;

import static dev.bounce.syntax.RunbookLexer.*;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * The brackets, strings and interpolations that are open at one place of the text, and the repair
 * of those that do not match: whatever happens, each gets its counterpart.
 */
final class Brackets {
  private final Source source;
  private final SyntaxProblems problems;
  private final List<LayoutToken> tokens;
  private final boolean byIndentation;
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<Line> lines = new ArrayList<>();
  private int indentation;
  private boolean balanced = true;

  /** An opener, and how far its line is indented. */
  private record Open(LayoutToken token, int indentation) {
    int type() {
      return token.getType();
    }

    boolean isBrace() {
      return type() == LBRACE;
    }

    boolean isString() {
      return type() == OPEN || type() == OPEN3;
    }

    /** Tells whether it is a round or a square bracket. */
    boolean holdsExpression() {
      return switch (type()) {
        case LPAREN, CALL, LBRACK, INDEX -> true;
        default -> false;
      };
    }
  }

  /** A line that begins a statement: its indentation and where its tokens start. */
  private record Line(int indentation, int firstToken) {}

  /**
   * @param tokens the output; repairs are added to it
   * @param byIndentation whether indentation may be asked
   */
  Brackets(
      Source source, SyntaxProblems problems, List<LayoutToken> tokens, boolean byIndentation) {
    this.source = source;
    this.problems = problems;
    this.tokens = tokens;
    this.byIndentation = byIndentation;
  }

  int depth() {
    return open.size();
  }

  /** Tells whether nothing needed repair so far. */
  boolean isBalanced() {
    return balanced;
  }

  /** Tells whether something is open that may go on with a further line. */
  boolean canGoOn() {
    return !open.isEmpty() && open.stream().noneMatch(opener -> opener.type() == OPEN);
  }

  /** Tells whether a newline here is mere space. */
  boolean isNewlineSpace() {
    Open top = open.peek();
    return top != null && !top.isBrace();
  }

  void push(LayoutToken token) {
    open.push(new Open(token, indentation));
  }

  /**
   * Returns how many brackets are open around a token just placed; a pair lies outside of itself.
   */
  int depthOf(LayoutToken token) {
    Open top = open.peek();
    return top != null && top.token == token ? open.size() - 1 : open.size();
  }

  /**
   * Takes note of the first token of a line. With indentation as a witness, a line that starts left
   * of, or level with, the line of an opener is outside of it, unless it starts with a closer.
   *
   * @return whether something was closed
   */
  boolean startLine(LayoutToken first) {
    Open top = open.peek();
    if (top != null && top.isString()) {
      return false;
    }
    indentation = first.getCharPositionInLine();
    boolean closed = byIndentation && closeOutdented(first);
    if (!isNewlineSpace()) {
      lines.add(new Line(indentation, tokens.size()));
    }
    return closed;
  }

  private boolean closeOutdented(LayoutToken first) {
    boolean closed = false;
    while (isOutside(first, open.peek())) {
      boolean wasBrace = reportUnclosed(first).isBrace();
      if (wasBrace || !isNewlineSpace()) {
        tokens.add(LayoutToken.virtual(NL, first, open.size()));
      }
      closed = true;
    }
    return closed;
  }

  private boolean isOutside(LayoutToken first, @Nullable Open opener) {
    if (opener == null || opener.isString()) {
      return false;
    }
    boolean closes = isCloser(first.getType()) || first.getType() == Token.EOF;
    return closes ? indentation < opener.indentation : indentation <= opener.indentation;
  }

  private static boolean isCloser(int type) {
    return type == RPAREN || type == RBRACK || type == RBRACE;
  }

  /**
   * Prepares for a brace: it opens a block, and no block stands inside of round or square brackets.
   * So either they are not closed, or a map is meant.
   */
  void beforeBrace(LayoutToken brace, @Nullable LayoutToken last) {
    Open top = open.peek();
    if (top == null || !top.holdsExpression()) {
      return;
    }
    if (last == top.token || Layout.goesOn(last) || (last != null && last.getType() == COLON)) {
      problems.add(Explanations.braceForMap(problems.span(brace)));
      return;
    }
    while (top != null && top.holdsExpression()) {
      reportUnclosed(brace);
      top = open.peek();
    }
  }

  /**
   * Closes what {@code closer} closes.
   *
   * @param startsLine whether it is the first token of its line
   * @return whether there was anything; if not, the closer is best ignored
   */
  boolean close(LayoutToken closer, boolean startsLine) {
    Open top = open.peek();
    if (top != null && byIndentation && startsLine && isIndentedBlockEnd(closer, top)) {
      return closeBlockWithoutBrace(closer);
    }
    if (top != null && closerOf(top.type()) == closer.getType()) {
      open.pop();
      return true;
    }
    if (top != null && isSlip(closer, top, startsLine)) {
      return closeWithSlip(closer, top);
    }
    if (open.stream().noneMatch(opener -> closerOf(opener.type()) == closer.getType())) {
      boolean endsBlock = byIndentation && startsLine && closer.getType() == RBRACE;
      return endsBlock ? closeBlockWithoutBrace(closer) : reportNothingToClose(closer);
    }
    while (top != null && closerOf(top.type()) != closer.getType()) {
      reportUnclosed(closer);
      top = open.peek();
    }
    open.pop();
    return true;
  }

  private boolean isIndentedBlockEnd(LayoutToken closer, Open top) {
    return closer.getType() == RBRACE && top.isBrace() && indentation > top.indentation;
  }

  /** Tells whether one bracket was written for another: {@code (a]}. */
  private boolean isSlip(LayoutToken closer, Open top, boolean startsLine) {
    if (top.isString() || top.type() == BEGIN || top.token.getLine() != closer.getLine()) {
      return false;
    }
    for (Open opener : open) {
      if (closerOf(opener.type()) == closer.getType()) {
        return closer.getType() == RBRACE
            && !startsLine
            && opener.token.getLine() != closer.getLine();
      }
    }
    return true;
  }

  private boolean closeWithSlip(LayoutToken closer, Open top) {
    String wanted = textOf(closerOf(top.type()));
    problems.add(
        Diagnostic.error(
                Code.S003,
                problems.span(closer),
                "`%s` does not close `%s`".formatted(closer.getText(), textOf(top.token)))
            .hint("write `" + wanted + "`"));
    balanced = false;
    closer.setType(closerOf(top.type()));
    open.pop();
    return true;
  }

  private boolean reportNothingToClose(LayoutToken closer) {
    balanced = false;
    problems.add(
        Diagnostic.error(
            Code.S003,
            problems.span(closer),
            "this `%s` closes nothing".formatted(closer.getText())));
    return false;
  }

  /**
   * A closing brace whose block was never opened: the brace is missing at the end of the line above
   * that is indented like the closer, if deeper lines lie between them.
   */
  private boolean closeBlockWithoutBrace(LayoutToken closer) {
    int candidate = lines.size() - 2; // the last line is the closer's own
    while (candidate >= 0 && lines.get(candidate).indentation > indentation) {
      candidate--;
    }
    boolean deeperBetween = candidate < lines.size() - 2;
    if (candidate < 0 || !deeperBetween || lines.get(candidate).indentation != indentation) {
      return reportNothingToClose(closer);
    }
    int end = lines.get(candidate + 1).firstToken;
    LayoutToken lastOfLine = lastVisibleBefore(end);
    if (lastOfLine == null || lastOfLine.getType() == LBRACE || isInsideTop(lastOfLine)) {
      return reportNothingToClose(closer);
    }
    insertBrace(tokens.indexOf(lastOfLine) + 1);
    reportMissingBrace(lastOfLine);
    return true;
  }

  private boolean isInsideTop(LayoutToken token) {
    Open top = open.peek();
    return top != null && token.getStartIndex() < top.token.getStartIndex();
  }

  private @Nullable LayoutToken lastVisibleBefore(int end) {
    for (int i = end - 1; i >= 0; i--) {
      LayoutToken token = tokens.get(i);
      if (token.isOnDefaultChannel() && token.getType() != NL) {
        return token;
      }
    }
    return null;
  }

  private void insertBrace(int index) {
    tokens.add(index, LayoutToken.virtual(LBRACE, tokens.get(index), open.size()));
    for (LayoutToken token : tokens.subList(index + 1, tokens.size())) {
      token.setDepth(token.depth() + 1);
    }
  }

  private void reportMissingBrace(LayoutToken lastOfLine) {
    balanced = false;
    problems.add(
        Diagnostic.error(
                Code.S001,
                source.span(lastOfLine.end(), lastOfLine.end()),
                "`{` is missing at the end of this line")
            .because("the `}` below, indented like this line, closes a block"));
  }

  /**
   * Closes the strings that a newline ends. What such a string has swallowed is made good: brackets
   * that were opened on the line are closed without a further error, and a brace at its end counts.
   */
  void endLine(LayoutToken newline, @Nullable LayoutToken last) {
    Open outermost = null;
    for (Open opener : open) {
      outermost = opener.type() == OPEN ? opener : outermost;
    }
    if (outermost == null) {
      if (byIndentation && !isContinued(last)) {
        closeBrokenLine(newline);
      }
      return;
    }
    closeStrings(outermost, newline);
    closeBrokenLine(newline);
    reopenSwallowedBrace(outermost.token, newline);
  }

  private static boolean isContinued(@Nullable LayoutToken last) {
    return last != null
        && switch (last.getType()) {
          case LPAREN, CALL, LBRACK, INDEX -> true;
          default -> Layout.goesOn(last);
        };
  }

  private void closeStrings(Open outermost, LayoutToken place) {
    reportString(outermost);
    while (open.contains(outermost)) {
      closeSilently(place);
    }
  }

  /** An interpolation that is not closed makes its string look endless; it is the one to blame. */
  private void reportString(Open outermost) {
    balanced = false;
    Open blamed = outermost;
    for (Open opener : open) {
      if (opener.type() == BEGIN
          && opener.token.getStartIndex() > outermost.token.getStartIndex()) {
        blamed = opener;
        break;
      }
    }
    boolean interpolation = blamed.type() == BEGIN;
    problems.add(
        Diagnostic.error(
                Code.S002,
                problems.span(blamed.token),
                interpolation ? "this `${` is not closed" : "this string is not closed")
            .hint(
                interpolation
                    ? "`}` ends it; a dollar that means itself before a brace is written `\\$`"
                    : "a string ends with `\"` on its line; one of several lines begins and ends"
                        + " with `\"\"\"`"));
  }

  /** Closes round and square brackets of a line that has an error already. */
  private void closeBrokenLine(LayoutToken newline) {
    int line = newline.getLine();
    Open top = open.peek();
    while (top != null
        && top.holdsExpression()
        && top.token.getLine() == line
        && problems.isAnyBetween(line, line)) {
      closeSilently(newline);
      balanced = false;
      top = open.peek();
    }
  }

  /**
   * Opens the block whose brace an unclosed string has swallowed.
   *
   * @return whether there was one
   */
  boolean reopenSwallowedBrace(LayoutToken string, LayoutToken place) {
    boolean raw = string.getType() == RAW;
    int end = raw ? string.end() : place.getStartIndex();
    String swallowed = source.text().substring(string.getStartIndex(), end).stripTrailing();
    if (raw && (swallowed.endsWith("'") || swallowed.startsWith("'''"))) {
      return false;
    }
    if (!swallowed.endsWith("{") || swallowed.endsWith("${")) {
      return false;
    }
    LayoutToken brace = LayoutToken.virtual(LBRACE, place, open.size());
    push(brace);
    tokens.add(brace);
    return true;
  }

  /** Closes whatever is open at the end of the text. */
  void closeAll(LayoutToken end) {
    Open outermost = null;
    for (Open opener : open) {
      outermost = opener.isString() ? opener : outermost;
    }
    if (outermost != null) {
      closeStrings(outermost, end);
    }
    while (!open.isEmpty()) {
      reportUnclosed(end);
    }
  }

  private Open reportUnclosed(LayoutToken place) {
    Open closed = closeSilently(place);
    balanced = false;
    if (closed.token.getText().isEmpty()) {
      return closed; // made up by a repair that has been reported
    }
    problems.add(
        Diagnostic.error(
                Code.S002,
                problems.span(closed.token),
                "this `%s` is not closed".formatted(closed.token.getText()))
            .hint("`%s` is missing".formatted(textOf(closerOf(closed.type())))));
    return closed;
  }

  private Open closeSilently(LayoutToken place) {
    Open closed = open.pop();
    tokens.add(LayoutToken.virtual(closerOf(closed.type()), place, open.size()));
    return closed;
  }

  private static int closerOf(int opener) {
    return switch (opener) {
      case LPAREN, CALL -> RPAREN;
      case LBRACK, INDEX -> RBRACK;
      case LBRACE, BEGIN -> RBRACE;
      default -> CLOSE;
    };
  }

  private static String textOf(LayoutToken opener) {
    return opener.getText().isEmpty() ? "{" : opener.getText();
  }

  private static String textOf(int closer) {
    return switch (closer) {
      case RPAREN -> ")";
      case RBRACK -> "]";
      case RBRACE -> "}";
      default -> "\"";
    };
  }
}
