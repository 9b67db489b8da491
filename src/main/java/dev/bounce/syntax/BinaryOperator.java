package dev.bounce.syntax;

/** The operators with two operands, loosest binding last. */
public enum BinaryOperator {
  MULTIPLY("*"),
  DIVIDE("/"),
  ADD("+"),
  SUBTRACT("-"),
  OR_ELSE("??"),
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  MATCHES("matches"),
  AND("and"),
  OR("or");

  private final String symbol;

  BinaryOperator(String symbol) {
    this.symbol = symbol;
  }

  /** Returns how it is written. */
  public String symbol() {
    return symbol;
  }
}
