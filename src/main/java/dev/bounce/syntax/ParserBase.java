package dev.bounce.syntax;

import static dev.bounce.syntax.RunbookLexer.*;

import java.util.BitSet;
import java.util.function.Consumer;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/**
 * What the generated parser cannot say in its grammar: an error costs the line it is in and nothing
 * else, and a statement of the file is handed on as soon as it is read, so that the tree of a large
 * file need never be in memory as a whole.
 */
abstract class ParserBase extends Parser {
  private @Nullable SyntaxProblems problems;
  private BitSet repairedLines = new BitSet();
  private Consumer<RunbookParser.StatementContext> reader = statement -> {};
  private @Nullable Token lineStart;
  private boolean lastLineFailed;

  ParserBase(TokenStream input) {
    super(input);
    setErrorHandler(new LineRecovery());
    removeErrorListeners();
  }

  /** Returns a parser of what was laid out; it writes nothing anywhere. */
  static RunbookParser over(Layout.Result layout) {
    RunbookParser parser =
        new RunbookParser(new CommonTokenStream(new ListTokenSource(layout.tokens())));
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    ParserBase base = parser;
    base.problems = layout.problems();
    base.repairedLines = layout.problems().lines();
    return parser;
  }

  /** Hands each statement of the file to {@code consumer}, then lets go of its tree. */
  void handStatementsTo(Consumer<RunbookParser.StatementContext> consumer) {
    reader = consumer;
  }

  /** Called by the grammar where a line begins. */
  void lineStarts() {
    lineStart = getCurrentToken();
  }

  /** Called by the grammar where a line ends: whatever else stands there is an error. */
  void lineEnds() {
    lineStart = getContext().getStart();
    if (!isLineEnd(_input.LA(1))) {
      problem(getCurrentToken(), null);
      throw new LineFailure();
    }
    lastLineFailed = false;
    if (getContext() instanceof RunbookParser.LineContext line && isOfFile(line)) {
      reader.accept(line.statement());
      line.children.clear();
    }
  }

  private static boolean isOfFile(RunbookParser.LineContext line) {
    return line.getParent().getParent() instanceof RunbookParser.FileContext;
  }

  static boolean isLineEnd(int type) {
    return type == NL || type == SEMI || type == RBRACE || type == Token.EOF;
  }

  /** Reports what is wrong at a token, unless Layout has found something in this line already. */
  void problem(Token at, @Nullable IntervalSet expected) {
    Token start = lineStart == null ? at : lineStart;
    int repaired = repairedLines.nextSetBit(Math.min(start.getLine(), at.getLine()));
    boolean explained = repaired >= 0 && repaired <= at.getLine();
    if (problems != null && !explained) {
      problems.add(new Explanations(problems, _input, start, at, expected).diagnostic());
    }
  }

  /** Reports a line that starts with what starts no statement, and skips it. */
  void skipStrayLine(ParserRuleContext lines) {
    lineStart = null;
    int type = _input.LA(1);
    boolean belongsToFailure = lastLineFailed && (type == ELSE || type == THEN);
    if (!belongsToFailure) {
      problem(getCurrentToken(), null);
    }
    recoverLine(lines, null);
  }

  /**
   * Called by the grammar where a line has failed: goes on at its end, without its tree. A block
   * that the line opens is still read, for the errors in it.
   *
   * @param line the line, or the lines where not even one has begun
   * @param exception what failed, absent where it has been reported
   */
  void recoverLine(ParserRuleContext line, @Nullable RecognitionException exception) {
    boolean hasBegun =
        line instanceof RunbookParser.LineContext
            || line instanceof RunbookParser.PropertyLineContext;
    Token start = hasBegun ? line.getStart() : getCurrentToken();
    lineStart = start;
    if (exception != null) {
      _errHandler.reportError(this, exception);
    }
    skipLine((LayoutToken) start);
    if (hasBegun && line.children != null) {
      line.children.clear();
    }
    lastLineFailed = true;
  }

  private void skipLine(LayoutToken start) {
    if (_input.LA(1) == LBRACE && Layout.goesOn(_input.LT(-1))) {
      skipBraces(); // where a map was meant
    }
    while (!isEndOfLine(start.depth())) {
      if (_input.LA(1) == LBRACE && next().depth() == start.depth()) {
        readBlock(start);
      } else {
        consume();
      }
    }
  }

  private void readBlock(LayoutToken start) {
    RunbookParser parser = (RunbookParser) this;
    try {
      if (start.getType() == SERVICE || start.getType() == HOST) {
        parser.properties();
      } else {
        parser.block();
      }
    } catch (LineFailure alreadyReported) {
      lineStart = start; // what is left of the block is skipped with the line
    }
  }

  private void skipBraces() {
    int depth = next().depth();
    do {
      consume();
    } while (next().getType() != Token.EOF && next().depth() > depth);
  }

  private boolean isEndOfLine(int depth) {
    if (problems != null && problems.isFull()) {
      _input.seek(_input.size() - 1); // enough: on to the end of the file
    }
    return switch (next().getType()) {
      case Token.EOF -> true;
      case NL, SEMI -> next().depth() <= depth;
      case RBRACE -> next().depth() < depth;
      default -> false;
    };
  }

  private LayoutToken next() {
    return (LayoutToken) _input.LT(1);
  }
}
