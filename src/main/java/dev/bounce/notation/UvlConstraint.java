package dev.bounce.notation;

/** A constraint of a feature model, as text and as what it says. */
record UvlConstraint(String text, UvlCondition condition) {
  /** Reads the constraint that comes next. */
  static UvlConstraint read(UvlTokens tokens) throws NotationException {
    int begin = tokens.position();
    UvlCondition condition = new UvlConditions(tokens).condition();
    return new UvlConstraint(UvlConditions.text(tokens.since(begin)), condition);
  }
}
