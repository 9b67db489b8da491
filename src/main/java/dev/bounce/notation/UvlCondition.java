package dev.bounce.notation;

/** What a constraint of a feature model says. */
sealed interface UvlCondition {
  /** A feature is chosen; or an attribute has a value, where the name is that of one. */
  record Chosen(String feature) implements UvlCondition {}

  record Not(UvlCondition operand) implements UvlCondition {}

  record Both(UvlCondition left, UvlCondition right) implements UvlCondition {}

  record Either(UvlCondition left, UvlCondition right) implements UvlCondition {}

  record Implies(UvlCondition left, UvlCondition right) implements UvlCondition {}

  record Equivalent(UvlCondition left, UvlCondition right) implements UvlCondition {}

  /** A comparison of values, or a value; what it comes to is not computed. */
  record Quantity() implements UvlCondition {}
}
