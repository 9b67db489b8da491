package dev.bounce.syntax;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Gives up the line that has an error instead of guessing tokens: ANTLR's own recovery drops or
 * invents one, goes on, and tends to report the rest of the file.
 */
final class LineRecovery extends DefaultErrorStrategy {
  private static final IntervalSet LINE_STARTS = starts(RunbookParser.RULE_line);
  private static final IntervalSet PROPERTY_STARTS = starts(RunbookParser.RULE_propertyLine);

  private static IntervalSet starts(int rule) {
    return RunbookParser._ATN.nextTokens(RunbookParser._ATN.ruleToStartState[rule]);
  }

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
    switch (parser.getContext()) {
      case RunbookParser.LinesContext lines -> skipStrayLines(parser, lines, LINE_STARTS);
      case RunbookParser.PropertiesContext lines -> skipStrayLines(parser, lines, PROPERTY_STARTS);
      default -> {}
    }
  }

  private static void skipStrayLines(
      Parser parser, ParserRuleContext lines, IntervalSet lineStarts) {
    int type = parser.getInputStream().LA(1);
    while (!ParserBase.isLineEnd(type) && !lineStarts.contains(type)) {
      ((ParserBase) parser).skipStrayLine(lines);
      type = parser.getInputStream().LA(1);
    }
  }
}
