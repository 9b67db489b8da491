package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.syntax.BinaryOperator;
import dev.bounce.syntax.UnaryOperator;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** What the operators compute. Pure. */
final class Operators {
  private Operators() {}

  static Value unary(UnaryOperator operator, Value operand) throws EvaluationException {
    return switch (operator) {
      case NOT -> not(operand);
      case NEGATE -> negate(operand);
    };
  }

  /** Computes all operators but those whose right operand may be left out. */
  static Value binary(BinaryOperator operator, Value left, Value right) throws EvaluationException {
    try {
      return switch (operator) {
        case ADD -> add(left, right);
        case SUBTRACT -> subtract(left, right);
        case MULTIPLY -> multiply(left, right);
        case DIVIDE -> divide(left, right);
        case EQUAL -> new BooleanValue(equal(left, right));
        case NOT_EQUAL -> new BooleanValue(!equal(left, right));
        case LESS -> new BooleanValue(compare(operator, left, right) < 0);
        case LESS_OR_EQUAL -> new BooleanValue(compare(operator, left, right) <= 0);
        case GREATER -> new BooleanValue(compare(operator, left, right) > 0);
        case GREATER_OR_EQUAL -> new BooleanValue(compare(operator, left, right) >= 0);
        case MATCHES -> new BooleanValue(matches(left, right));
        case OR_ELSE, AND, OR -> throw new IllegalArgumentException(operator.symbol());
      };
    } catch (ArithmeticException overflow) {
      throw tooLarge();
    }
  }

  /** Returns the elements of a list, or the keys of a map. */
  static List<Value> items(Value value) throws EvaluationException {
    if (value instanceof ListValue(List<Value> elements)) {
      return elements;
    }
    if (value instanceof MapValue map) {
      return map.entries().keySet().stream().<Value>map(StringValue::new).toList();
    }
    throw new EvaluationException(Code.C007, Texts.shown(value) + " is not a list");
  }

  private static Value not(Value operand) throws EvaluationException {
    if (operand instanceof BooleanValue(boolean truth)) {
      return new BooleanValue(!truth);
    }
    throw new EvaluationException(Code.C007, "`not` does not take " + Texts.shown(operand));
  }

  private static Value negate(Value operand) throws EvaluationException {
    return switch (operand) {
      case IntegerValue(long number) when number == Long.MIN_VALUE -> throw tooLarge();
      case IntegerValue(long number) -> new IntegerValue(-number);
      case DurationValue(Duration duration) -> new DurationValue(duration.negated());
      case PercentValue(BigDecimal percent) -> new PercentValue(percent.negate());
      case StringValue _,
          BooleanValue _,
          ListValue _,
          MapValue _,
          WordValue _,
          SecretValue _,
          Value.ServiceValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ ->
          throw new EvaluationException(Code.C007, "`-` does not take " + Texts.shown(operand));
    };
  }

  private static Value add(Value left, Value right) throws EvaluationException {
    if (left instanceof IntegerValue(long a) && right instanceof IntegerValue(long b)) {
      return new IntegerValue(Math.addExact(a, b));
    }
    if (left instanceof DurationValue(Duration a) && right instanceof DurationValue(Duration b)) {
      return new DurationValue(a.plus(b));
    }
    if (left instanceof PercentValue(BigDecimal a) && right instanceof PercentValue(BigDecimal b)) {
      return new PercentValue(a.add(b));
    }
    if (left instanceof ListValue(List<Value> a) && right instanceof ListValue(List<Value> b)) {
      List<Value> both = new ArrayList<>(a);
      both.addAll(b);
      return new ListValue(both);
    }
    if (isText(left) && isText(right)) {
      String both = Texts.plain(left) + Texts.plain(right);
      Sizes.checkLength(both.length());
      return Secrets.text(both, left, right);
    }
    throw misfit("+", left, right);
  }

  private static Value subtract(Value left, Value right) throws EvaluationException {
    if (left instanceof IntegerValue(long a) && right instanceof IntegerValue(long b)) {
      return new IntegerValue(Math.subtractExact(a, b));
    }
    if (left instanceof DurationValue(Duration a) && right instanceof DurationValue(Duration b)) {
      return new DurationValue(a.minus(b));
    }
    if (left instanceof PercentValue(BigDecimal a) && right instanceof PercentValue(BigDecimal b)) {
      return new PercentValue(a.subtract(b));
    }
    throw misfit("-", left, right);
  }

  private static Value multiply(Value left, Value right) throws EvaluationException {
    if (left instanceof IntegerValue(long a)) {
      return times(a, left, right);
    }
    if (right instanceof IntegerValue(long b)) {
      return times(b, right, left);
    }
    throw misfit("*", left, right);
  }

  private static Value times(long factor, Value number, Value other) throws EvaluationException {
    if (other instanceof IntegerValue(long b)) {
      return new IntegerValue(Math.multiplyExact(factor, b));
    }
    if (other instanceof DurationValue(Duration b)) {
      return new DurationValue(b.multipliedBy(factor));
    }
    if (other instanceof PercentValue(BigDecimal b)) {
      return new PercentValue(b.multiply(BigDecimal.valueOf(factor)));
    }
    throw misfit("*", number, other);
  }

  private static Value divide(Value left, Value right) throws EvaluationException {
    if (!(right instanceof IntegerValue(long divisor))) {
      throw misfit("/", left, right);
    }
    if (divisor == 0) {
      throw new EvaluationException(Code.P004, "division by zero");
    }
    if (left instanceof IntegerValue(long a)) {
      return new IntegerValue(Math.divideExact(a, divisor));
    }
    if (left instanceof DurationValue(Duration a)) {
      return new DurationValue(a.dividedBy(divisor));
    }
    if (left instanceof PercentValue(BigDecimal a)) {
      return new PercentValue(a.divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL64));
    }
    throw misfit("/", left, right);
  }

  /** Tells whether two values are the same; texts are, whatever kind of text they are. */
  static boolean equal(Value left, Value right) {
    return (isText(left) && isText(right))
        ? Texts.plain(left).equals(Texts.plain(right))
        : left.equals(right);
  }

  static int compare(BinaryOperator operator, Value left, Value right) throws EvaluationException {
    if (left instanceof IntegerValue(long a) && right instanceof IntegerValue(long b)) {
      return Long.compare(a, b);
    }
    if (left instanceof DurationValue(Duration a) && right instanceof DurationValue(Duration b)) {
      return a.compareTo(b);
    }
    if (left instanceof PercentValue(BigDecimal a) && right instanceof PercentValue(BigDecimal b)) {
      return a.compareTo(b);
    }
    if (isText(left) && isText(right)) {
      return Texts.plain(left).compareTo(Texts.plain(right));
    }
    throw misfit(operator.symbol(), left, right);
  }

  static boolean matches(Value left, Value right) throws EvaluationException {
    if (!isText(left) || !isText(right)) {
      throw misfit("matches", left, right);
    }
    try {
      return BoundedMatcher.find(Texts.plain(right), Texts.plain(left));
    } catch (PatternSyntaxException wrong) {
      throw new EvaluationException(
          Code.C034, "not a regular expression: " + wrong.getDescription());
    }
  }

  /** Returns what the groups of an expression match in a text, the whole match first; or none. */
  static List<String> captures(Value text, Value expression) throws EvaluationException {
    try {
      return BoundedMatcher.captures(Texts.plain(expression), Texts.plain(text));
    } catch (PatternSyntaxException wrong) {
      throw new EvaluationException(
          Code.C034, "not a regular expression: " + wrong.getDescription());
    }
  }

  static boolean isText(Value value) {
    return value instanceof StringValue
        || value instanceof SecretValue
        || value instanceof WordValue;
  }

  private static EvaluationException misfit(String symbol, Value left, Value right) {
    return new EvaluationException(
        Code.C007,
        "`%s` does not take %s and %s".formatted(symbol, Texts.shown(left), Texts.shown(right)));
  }

  private static EvaluationException tooLarge() {
    return new EvaluationException(Code.P004, "the number is too large");
  }
}
