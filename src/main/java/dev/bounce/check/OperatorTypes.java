package dev.bounce.check;

import dev.bounce.syntax.BinaryOperator;
import dev.bounce.value.Type;
import java.util.Optional;

/** Which operands an operator takes, and the type of what it computes. */
final class OperatorTypes {
  private OperatorTypes() {}

  /** Returns the type of the result; nothing where the operator does not take the operands. */
  static Optional<Type> result(BinaryOperator operator, Type left, Type right) {
    return switch (operator) {
      case ADD -> sum(left, right, true);
      case SUBTRACT -> sum(left, right, false);
      case MULTIPLY -> product(left, right);
      case DIVIDE -> quotient(left, right);
      case OR_ELSE -> Optional.of(left == Type.ANY ? right : Types.common(left, right));
      case EQUAL, NOT_EQUAL -> comparable(left, right) ? truth() : Optional.empty();
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          ordered(left, right) ? truth() : Optional.empty();
      case MATCHES -> text(left) && text(right) ? truth() : Optional.empty();
      case AND, OR -> truth();
    };
  }

  private static Optional<Type> truth() {
    return Optional.of(Type.BOOLEAN);
  }

  private static Optional<Type> sum(Type left, Type right, boolean joins) {
    if (left == Type.ANY || right == Type.ANY) {
      return Optional.of(left == Type.ANY ? right : left);
    }
    if (Types.isCount(left) && Types.isCount(right)) {
      boolean mixed = !left.equals(right) && left != Type.COUNT && right != Type.COUNT;
      return mixed ? Optional.empty() : Optional.of(left.equals(right) ? left : Type.COUNT);
    }
    if (left == Type.DURATION && right == Type.DURATION) {
      return Optional.of(Type.DURATION);
    }
    if (joins && left instanceof Type.ListOf && right instanceof Type.ListOf) {
      return Optional.of(
          Types.common(left, right) == Type.ANY
              ? new Type.ListOf(Type.ANY)
              : Types.common(left, right));
    }
    if (joins && Types.isText(left) && Types.isText(right)) {
      boolean secret = left == Type.SECRET || right == Type.SECRET;
      return Optional.of(secret ? Type.SECRET : Type.STRING);
    }
    return Optional.empty();
  }

  private static Optional<Type> product(Type left, Type right) {
    if (left == Type.ANY || right == Type.ANY) {
      return Optional.of(Type.ANY);
    }
    if (left == Type.INTEGER && (Types.isCount(right) || right == Type.DURATION)) {
      return Optional.of(right);
    }
    return right == Type.INTEGER && (Types.isCount(left) || left == Type.DURATION)
        ? Optional.of(left)
        : Optional.empty();
  }

  private static Optional<Type> quotient(Type left, Type right) {
    boolean number = Types.isCount(left) || left == Type.DURATION || left == Type.ANY;
    return number && Types.fits(right, Type.INTEGER) ? Optional.of(left) : Optional.empty();
  }

  private static boolean comparable(Type left, Type right) {
    return Types.fits(left, right)
        || Types.fits(right, left)
        || (left instanceof Type.ListOf && right instanceof Type.ListOf);
  }

  private static boolean ordered(Type left, Type right) {
    boolean any = left == Type.ANY || right == Type.ANY;
    return any
        || (Types.isCount(left) && Types.isCount(right))
        || (left == Type.DURATION && right == Type.DURATION)
        || (Types.isText(left) && Types.isText(right));
  }

  private static boolean text(Type type) {
    return type == Type.ANY || Types.isText(type);
  }
}
