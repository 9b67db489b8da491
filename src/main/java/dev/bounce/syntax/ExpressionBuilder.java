package dev.bounce.syntax;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Turns expressions as ANTLR has read them into records; chains of operators by loops. */
final class ExpressionBuilder extends RunbookParserBaseVisitor<Expression> {
  private final Source source;
  private final SyntaxProblems problems;
  private final StringLiterals strings;
  private boolean failed;

  ExpressionBuilder(Source source, SyntaxProblems problems) {
    this.source = source;
    this.problems = problems;
    this.strings = new StringLiterals(this);
  }

  /** Tells whether a literal was malformed since this was last reset. */
  boolean hasFailed() {
    return failed;
  }

  void setFailed(boolean failed) {
    this.failed = failed;
  }

  /** Reports an error that costs the statement. */
  void fail(Diagnostic diagnostic) {
    problems.addAlways(diagnostic);
    failed = true;
  }

  // ---- the forms that hold others

  /** Builds a term; several expressions with commas between them are one list. */
  Expression term(RunbookParser.TermContext context) {
    List<RunbookParser.ExprContext> parts = context.expr();
    if (parts.size() == 1) {
      return expression(parts.getFirst());
    }
    List<Expression> elements = new ArrayList<>(parts.size());
    for (RunbookParser.ExprContext part : parts) {
      elements.add(expression(part));
    }
    return new Expression.ListLiteral(elements, span(context));
  }

  /** Builds a value, a chain of {@code if … then … else} from its end. */
  Expression value(RunbookParser.ValueContext context) {
    Expression result = expression(context.expr());
    for (RunbookParser.AlternativeContext alternative : context.alternative().reversed()) {
      Span whole = span(alternative.getStart(), context.getStop());
      Expression condition = expression(alternative.expr());
      Expression then = value(alternative.value());
      result = new Expression.Conditional(condition, then, result, whole);
    }
    return result;
  }

  /**
   * Builds an expression; its operators lean to the left, so the left spine is walked by a loop.
   */
  Expression expression(RunbookParser.ExprContext context) {
    Deque<RunbookParser.ExprContext> spine = new ArrayDeque<>();
    RunbookParser.ExprContext leaf = context;
    while (leaf.getChild(0) instanceof RunbookParser.ExprContext left) {
      spine.push(leaf);
      leaf = left;
    }
    Expression result = visit(leaf);
    while (!spine.isEmpty()) {
      result = combine(result, spine.pop());
    }
    return result;
  }

  private Expression combine(Expression left, RunbookParser.ExprContext context) {
    Span whole = span(context);
    if (context instanceof RunbookParser.StateContext state) {
      return new Expression.StateTest(left, state.NOT() != null, name(state.name()), whole);
    }
    Token operator = ((TerminalNode) context.getChild(1)).getSymbol();
    Expression right = expression((RunbookParser.ExprContext) context.getChild(2));
    return new Expression.Binary(operator(operator), left, right, whole);
  }

  private static BinaryOperator operator(Token token) {
    return switch (token.getType()) {
      case RunbookLexer.STAR -> BinaryOperator.MULTIPLY;
      case RunbookLexer.SLASH -> BinaryOperator.DIVIDE;
      case RunbookLexer.PLUS -> BinaryOperator.ADD;
      case RunbookLexer.MINUS -> BinaryOperator.SUBTRACT;
      case RunbookLexer.ORELSE -> BinaryOperator.OR_ELSE;
      case RunbookLexer.EQ -> BinaryOperator.EQUAL;
      case RunbookLexer.NE -> BinaryOperator.NOT_EQUAL;
      case RunbookLexer.LT -> BinaryOperator.LESS;
      case RunbookLexer.LE -> BinaryOperator.LESS_OR_EQUAL;
      case RunbookLexer.GT -> BinaryOperator.GREATER;
      case RunbookLexer.GE -> BinaryOperator.GREATER_OR_EQUAL;
      case RunbookLexer.MATCHES -> BinaryOperator.MATCHES;
      case RunbookLexer.AND -> BinaryOperator.AND;
      case RunbookLexer.OR -> BinaryOperator.OR;
      default -> throw new IllegalStateException("no operator: " + token);
    };
  }

  @Override
  public Expression visitSign(RunbookParser.SignContext context) {
    Expression operand = expression(context.expr());
    return new Expression.Unary(UnaryOperator.NEGATE, operand, span(context));
  }

  @Override
  public Expression visitNegation(RunbookParser.NegationContext context) {
    Expression operand = expression(context.expr());
    return new Expression.Unary(UnaryOperator.NOT, operand, span(context));
  }

  @Override
  public Expression visitOperand(RunbookParser.OperandContext context) {
    RunbookParser.PrimaryContext primary = context.primary();
    Expression result = visit(primary.atom());
    for (RunbookParser.SuffixContext suffix : primary.suffix()) {
      result = suffixed(result, suffix, span(primary.getStart(), suffix.getStop()));
    }
    return result;
  }

  private Expression suffixed(Expression object, RunbookParser.SuffixContext suffix, Span whole) {
    return switch (suffix) {
      case RunbookParser.CallContext call ->
          new Expression.Call(object, arguments(call.argument()), whole);
      case RunbookParser.IndexContext index ->
          new Expression.Index(object, value(index.value()), whole);
      case RunbookParser.AttributeContext attribute ->
          new Expression.Attribute(object, name(attribute.word()), whole);
      default -> throw new IllegalStateException("no suffix: " + suffix.getText());
    };
  }

  private List<Expression.Argument> arguments(List<RunbookParser.ArgumentContext> contexts) {
    List<Expression.Argument> arguments = new ArrayList<>(contexts.size());
    for (RunbookParser.ArgumentContext context : contexts) {
      arguments.add(argument(context));
    }
    return arguments;
  }

  private Expression.Argument argument(RunbookParser.ArgumentContext context) {
    Expression first = value(context.value(0));
    if (context.COLON() == null) {
      return new Expression.Argument(Optional.empty(), first);
    }
    Expression second = value(context.value(1));
    if (first instanceof Expression.Reference(String text, Span place)) {
      return new Expression.Argument(Optional.of(new Name(text, place)), second);
    }
    fail(
        Diagnostic.error(
                Code.S001, first.span(), "what stands before the `:` of an argument is its name")
            .hint("write `name: value`"));
    return new Expression.Argument(Optional.empty(), second);
  }

  // ---- atoms

  @Override
  public Expression visitReference(RunbookParser.ReferenceContext context) {
    return new Expression.Reference(context.getText(), span(context));
  }

  @Override
  public Expression visitInteger(RunbookParser.IntegerContext context) {
    return number(
        context, Numbers::integer, value -> new Expression.IntegerLiteral(value, span(context)));
  }

  @Override
  public Expression visitPercent(RunbookParser.PercentContext context) {
    return number(
        context, Numbers::percent, value -> new Expression.PercentLiteral(value, span(context)));
  }

  @Override
  public Expression visitDuration(RunbookParser.DurationContext context) {
    return number(
        context, Numbers::duration, value -> new Expression.DurationLiteral(value, span(context)));
  }

  private <T> Expression number(
      RunbookParser.AtomContext context,
      Function<String, Optional<T>> reader,
      Function<T, Expression> literal) {
    String text = context.getText();
    Optional<T> value = reader.apply(text);
    if (value.isEmpty()) {
      fail(Numbers.outOfRange(text, span(context)));
      return placeholder(context);
    }
    return literal.apply(value.get());
  }

  @Override
  public Expression visitBadNumber(RunbookParser.BadNumberContext context) {
    fail(Numbers.malformed(context.getText(), span(context)));
    return placeholder(context);
  }

  /** Stands for a value that cannot be; its statement is left out. */
  private Expression placeholder(ParserRuleContext context) {
    return new Expression.IntegerLiteral(0, span(context));
  }

  @Override
  public Expression visitTruth(RunbookParser.TruthContext context) {
    return new Expression.BooleanLiteral(context.TRUE() != null, span(context));
  }

  @Override
  public Expression visitText(RunbookParser.TextContext context) {
    return string(context.string());
  }

  /** Builds a string. */
  Expression.StringLiteral string(RunbookParser.StringContext context) {
    return strings.build(context);
  }

  @Override
  public Expression visitParenthesised(RunbookParser.ParenthesisedContext context) {
    return value(context.value());
  }

  @Override
  public Expression visitEmptyMap(RunbookParser.EmptyMapContext context) {
    return new Expression.MapLiteral(List.of(), span(context));
  }

  @Override
  public Expression visitEmptyList(RunbookParser.EmptyListContext context) {
    return new Expression.ListLiteral(List.of(), span(context));
  }

  @Override
  public Expression visitElements(RunbookParser.ElementsContext context) {
    List<RunbookParser.ElementContext> elements = context.element();
    boolean isMap = elements.getFirst().COLON() != null;
    for (RunbookParser.ElementContext element : elements) {
      if ((element.COLON() != null) != isMap) {
        fail(mixed(element, isMap));
        return placeholder(context);
      }
    }
    if (context.selection() != null) {
      return comprehension(context, elements.getFirst());
    }
    return isMap ? map(context) : list(context);
  }

  private Diagnostic mixed(RunbookParser.ElementContext element, boolean isMap) {
    return Diagnostic.error(
            Code.S001, span(element), isMap ? "an entry of a map has a key" : "a list has no keys")
        .hint("a list is written `[a, b]`, a map `[key: value]`");
  }

  private Expression list(RunbookParser.ElementsContext context) {
    List<Expression> elements = new ArrayList<>();
    for (RunbookParser.ElementContext element : context.element()) {
      elements.add(value(element.value(0)));
    }
    return new Expression.ListLiteral(elements, span(context));
  }

  private Expression map(RunbookParser.ElementsContext context) {
    List<Expression.Entry> entries = new ArrayList<>();
    for (RunbookParser.ElementContext element : context.element()) {
      Name key = key(value(element.value(0)));
      entries.add(new Expression.Entry(key, value(element.value(1))));
    }
    return new Expression.MapLiteral(entries, span(context));
  }

  private Name key(Expression key) {
    Optional<String> text =
        key instanceof Expression.Reference(String word, Span _)
            ? Optional.of(word)
            : key.plainText();
    if (text.isEmpty()) {
      fail(
          Diagnostic.error(Code.S001, key.span(), "a key is a word or a plain string")
              .hint("write `[key: value]` or `[\"any key\": value]`"));
    }
    return new Name(text.orElse(""), key.span());
  }

  private Expression comprehension(
      RunbookParser.ElementsContext context, RunbookParser.ElementContext element) {
    RunbookParser.SelectionContext selection = context.selection();
    if (element.COLON() != null) {
      fail(
          Diagnostic.error(Code.S001, span(element), "a comprehension makes a list, not a map")
              .hint("write `[ELEMENT for NAME in LIST]`"));
      return placeholder(context);
    }
    Optional<Expression> condition =
        selection.IF() == null ? Optional.empty() : Optional.of(expression(selection.expr(1)));
    return new Expression.Comprehension(
        value(element.value(0)),
        name(selection.name()),
        expression(selection.expr(0)),
        condition,
        span(context));
  }

  // ---- places

  /** Builds a name of a context that holds one word. */
  Name name(ParserRuleContext context) {
    return new Name(context.getText(), span(context));
  }

  Span span(ParserRuleContext context) {
    return span(context.getStart(), context.getStop());
  }

  Span span(Token token) {
    return span(token, token);
  }

  private Span span(Token first, @Nullable Token last) {
    int start = first.getStartIndex();
    int end = last == null ? start : Math.max(start, last.getStopIndex() + 1);
    return source.span(start, end);
  }

  /** Returns the first token of a tree that is a single one. */
  static Token token(ParseTree tree) {
    return ((TerminalNode) tree).getSymbol();
  }
}
