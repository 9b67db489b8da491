package dev.bounce.syntax;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Gives up the line that has an error instead of guessing tokens: ANTLR's own recovery drops or
 * invents one, goes on, and tends to report the rest of the file.
 */
final class LineRecovery extends DefaultErrorStrategy {
  private static final IntervalSet LINE_STARTS =
      RunbookParser._ATN.nextTokens(RunbookParser._ATN.ruleToStartState[RunbookParser.RULE_line]);

  @Override
  public void reportError(Parser parser, RecognitionException exception) {
    ParserBase base = (ParserBase) parser;
    if (exception instanceof NoViableAltException noViable
        && !noViable.getStartToken().equals(noViable.getOffendingToken())) {
      base.problem(exception.getOffendingToken(), null);
    } else {
      base.problem(exception.getOffendingToken(), expected(exception));
    }
  }

  private static IntervalSet expected(RecognitionException exception) {
    IntervalSet expected = exception.getExpectedTokens();
    return expected == null ? new IntervalSet() : expected;
  }

  @Override
  public void recover(Parser parser, RecognitionException exception) {
    throw new LineFailure();
  }

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  /** A line that starts with what cannot start one is an error of that line alone. */
  @Override
  public void sync(Parser parser) {
    if (parser.getContext() instanceof RunbookParser.LinesContext lines) {
      int type = parser.getInputStream().LA(1);
      while (!ParserBase.isLineEnd(type) && !LINE_STARTS.contains(type)) {
        ((ParserBase) parser).skipStrayLine(lines);
        type = parser.getInputStream().LA(1);
      }
    }
  }
}
