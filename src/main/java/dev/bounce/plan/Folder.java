package dev.bounce.plan;

import dev.bounce.syntax.BinaryOperator;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.MissingValue;
import java.util.List;
import java.util.Map;

/** Computes what is constant in a formula, one node at a time, from the leaves up. */
final class Folder {
  private static final Observer NOTHING = new NothingObserved();

  private Folder() {}

  /**
   * Returns the constant that a formula comes to, the part of it that decides, or the formula as it
   * is where only the run can tell.
   *
   * @throws EvaluationException when it can never have a value
   */
  static Formula fold(Formula formula) throws EvaluationException {
    return switch (formula) {
      case Formula.Constant _, Formula.Variable _ -> formula;
      case Formula.Conditional(
              Formula.Constant(BooleanValue(boolean truth)),
              Formula then,
              Formula otherwise) ->
          truth ? then : otherwise;
      case Formula.Binary(BinaryOperator operator, Formula.Constant(Value left), Formula right)
          when decides(operator, left) ->
          operator == BinaryOperator.OR_ELSE && left instanceof MissingValue
              ? right
              : new Formula.Constant(left);
      case Formula.Binary(BinaryOperator operator, Formula.Constant(BooleanValue _), Formula right)
          when operator == BinaryOperator.AND || operator == BinaryOperator.OR ->
          right;
      case Formula.Join _,
          Formula.Elements _,
          Formula.Entries _,
          Formula.Unary _,
          Formula.Binary _,
          Formula.Conditional _,
          Formula.Attribute _,
          Formula.Element _,
          Formula.Comprehension _,
          Formula.Call _,
          Formula.StateTest _ ->
          FoldableParts.areConstant(formula) ? compute(formula) : formula;
    };
  }

  /** Tells whether a left operand is known, and the value whatever the right one is. */
  static boolean decides(BinaryOperator operator, Formula left) {
    return left.known()
        .filter(value -> !(value instanceof MissingValue) && decides(operator, value))
        .isPresent();
  }

  private static boolean decides(BinaryOperator operator, Value left) {
    return switch (operator) {
      case OR_ELSE -> true;
      case AND -> left instanceof BooleanValue(boolean truth) && !truth;
      case OR -> left instanceof BooleanValue(boolean truth) && truth;
      case MULTIPLY,
          DIVIDE,
          ADD,
          SUBTRACT,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          MATCHES ->
          false;
    };
  }

  private static Formula compute(Formula formula) throws EvaluationException {
    try {
      return new Formula.Constant(Evaluator.evaluateOrMissing(formula, Map.of(), NOTHING));
    } catch (NothingObserved.Needed _) {
      return formula;
    }
  }

  /** Refuses every observation: planning does not look at the world. */
  private static final class NothingObserved implements Observer {
    /** Says that only the run can tell. */
    private static final class Needed extends RuntimeException {
      private static final long serialVersionUID = 1L;

      Needed() {
        super("needs an observation", null, false, false);
      }
    }

    @Override
    public Value call(String function, List<Value> arguments, Map<String, Value> named) {
      throw new Needed();
    }

    @Override
    public boolean isInState(Value target, String word) {
      throw new Needed();
    }

    @Override
    public Value attribute(Value object, String name) {
      throw new Needed();
    }

    @Override
    public Value member(Value service, long index) {
      throw new Needed();
    }
  }
}
