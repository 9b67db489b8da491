package dev.bounce.syntax;

/** The operators with one operand. */
public enum UnaryOperator {
  NEGATE("-"),
  NOT("not");

  private final String symbol;

  UnaryOperator(String symbol) {
    this.symbol = symbol;
  }

  /** Returns how it is written. */
  public String symbol() {
    return symbol;
  }
}
