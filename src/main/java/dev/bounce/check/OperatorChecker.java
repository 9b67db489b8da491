package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.BinaryOperator;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Binary;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StateTest;
import dev.bounce.syntax.Expression.Unary;
import dev.bounce.value.StateWords;
import dev.bounce.value.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the type of what operators make of their operands, and what is wrong with these. */
final class OperatorChecker {
  private final ExpressionChecker expressions;
  private final Diagnostics diagnostics;

  OperatorChecker(ModuleContext context, ExpressionChecker expressions) {
    this.expressions = expressions;
    this.diagnostics = context.diagnostics();
  }

  /** Returns the type of a negation. */
  Type unary(Unary unary, Scope scope) {
    return switch (unary.operator()) {
      case NOT -> {
        expressions.expect(unary.operand(), Type.BOOLEAN, scope);
        yield Type.BOOLEAN;
      }
      case NEGATE -> {
        Type type = expressions.typeOf(unary.operand(), scope);
        if (!Types.isCount(type) && type != Type.DURATION && type != Type.ANY) {
          diagnostics.add(Misfit.of(unary.operand(), type, Type.INTEGER));
        }
        yield type;
      }
    };
  }

  /**
   * Returns the type of an operation. Long sums nest on the left, as deep as they are long: no
   * recursion on that side.
   */
  Type binary(Binary binary, Scope scope) {
    Deque<Binary> chain = new ArrayDeque<>();
    Expression leftmost = binary;
    while (leftmost instanceof Binary nested) {
      chain.push(nested);
      leftmost = nested.left();
    }
    Type left =
        isLogical(chain.peek()) ? condition(leftmost, scope) : expressions.typeOf(leftmost, scope);
    for (Binary part : chain) {
      left = combine(part, left, scope);
    }
    return left;
  }

  private static boolean isLogical(Binary binary) {
    return binary.operator() == BinaryOperator.AND || binary.operator() == BinaryOperator.OR;
  }

  private Type condition(Expression expression, Scope scope) {
    expressions.expect(expression, Type.BOOLEAN, scope);
    return Type.BOOLEAN;
  }

  private Type combine(Binary binary, Type left, Scope scope) {
    if (isLogical(binary)) {
      if (!Types.fits(left, Type.BOOLEAN)) {
        diagnostics.add(Misfit.of(binary.left(), left, Type.BOOLEAN));
      }
      expressions.expect(binary.right(), Type.BOOLEAN, scope);
      return Type.BOOLEAN;
    }
    Type right =
        left instanceof Type.EnumOf(List<String> words) && isComparison(binary.operator())
            ? comparedWord(binary.right(), words, scope)
            : expressions.typeOf(binary.right(), scope);
    Optional<Type> result = OperatorTypes.result(binary.operator(), left, right);
    if (result.isEmpty()) {
      diagnostics.add(noOperator(binary, left, right));
      return Type.ANY;
    }
    if (binary.operator() == BinaryOperator.MATCHES) {
      regularExpression(binary.right());
    }
    return result.get();
  }

  private static boolean isComparison(BinaryOperator operator) {
    return operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL;
  }

  private Type comparedWord(Expression expression, List<String> words, Scope scope) {
    if (expression instanceof Reference reference && words.contains(reference.name())) {
      return new Type.EnumOf(words);
    }
    return expressions.typeOf(expression, scope);
  }

  private static Diagnostic noOperator(Binary binary, Type left, Type right) {
    Diagnostic error =
        Diagnostic.error(
            Code.C007,
            binary.span(),
            "`%s` does not take %s and %s"
                .formatted(binary.operator().symbol(), left.text(), right.text()));
    boolean text = Types.isText(left) || Types.isText(right);
    return text && binary.operator() == BinaryOperator.ADD
        ? error.hint("put values into text with \"…${value}…\"")
        : error;
  }

  /** Reports a pattern that is known and does not compile. */
  void regularExpression(Expression expression) {
    Optional<String> text = expression.plainText();
    if (text.isEmpty()) {
      return;
    }
    try {
      Pattern.compile(text.get());
    } catch (StackOverflowError tooDeep) {
      diagnostics.add(
          Diagnostic.error(
              Code.C034, expression.span(), "the regular expression is nested too deep"));
    } catch (PatternSyntaxException wrong) {
      diagnostics.add(
          Diagnostic.error(Code.C034, expression.span(), "the regular expression does not compile")
              .because(wrong.getDescription() + " at character " + (wrong.getIndex() + 1)));
    }
  }

  /** Returns the type of a test, having checked that the subject can be in that state. */
  Type stateTest(StateTest test, Scope scope) {
    String word = test.word().text();
    Type subject = expressions.subject(test.subject(), scope);
    if (word.equals("missing")
        || subject == Type.ANY
        || (Types.isText(subject) && !isEnum(subject))) {
      return Type.BOOLEAN;
    }
    if (subject instanceof Type.EnumOf(List<String> words)) {
      if (!words.contains(word)) {
        diagnostics.add(
            Diagnostic.error(
                    Code.C027,
                    test.word().span(),
                    "`" + word + "` is not one of " + String.join(", ", words))
                .suggest(Suggest.nearest(word, words)));
      }
    } else if (Types.isTarget(subject)) {
      if (word.equals(StateWords.STALE)) {
        diagnostics.add(Later.STALE.at(test.word().span()));
      } else if (!StateWords.ALL.contains(word)) {
        diagnostics.add(
            Diagnostic.error(Code.C032, test.word().span(), "unknown state `" + word + "`")
                .hint("the states are " + String.join(", ", StateWords.ALL))
                .suggest(Suggest.nearest(word, StateWords.ALL)));
      }
    } else if (subject != Type.BACKEND && subject != Type.BOOLEAN) {
      diagnostics.add(
          Diagnostic.error(Code.C007, test.subject().span(), subject.text() + " has no states")
              .hint("compare values with `==`"));
    }
    return Type.BOOLEAN;
  }

  private static boolean isEnum(Type type) {
    return type instanceof Type.EnumOf;
  }
}
