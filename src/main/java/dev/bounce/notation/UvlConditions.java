package dev.bounce.notation;

import dev.bounce.notation.UvlCondition.Quantity;
import dev.bounce.notation.UvlLine.Kind;
import dev.bounce.notation.UvlLine.Token;
import java.util.List;

/**
 * Parses constraints. The operators, the tightest first: {@code !}; {@code * /}; {@code + -}; the
 * comparisons; {@code &}; {@code |}; {@code =>}; {@code <=>}.
 */
final class UvlConditions {
  private static final int DEPTH_LIMIT = 200;
  private static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">");
  private static final List<String> SUMS = List.of("+", "-");
  private static final List<String> PRODUCTS = List.of("*", "/");

  private final UvlTokens tokens;
  private int depth;

  UvlConditions(UvlTokens tokens) {
    this.tokens = tokens;
  }

  /** Returns the constraint that comes next. */
  UvlCondition condition() throws NotationException {
    if (++depth > DEPTH_LIMIT) {
      throw tokens.wrong("a constraint of less than " + DEPTH_LIMIT + " levels");
    }
    UvlCondition left = implication();
    while (tokens.takes("<=>")) {
      left = new UvlCondition.Equivalent(left, implication());
    }
    depth--;
    return left;
  }

  private UvlCondition implication() throws NotationException {
    UvlCondition left = either();
    while (tokens.takes("=>")) {
      left = new UvlCondition.Implies(left, either());
    }
    return left;
  }

  private UvlCondition either() throws NotationException {
    UvlCondition left = both();
    while (tokens.takes("|")) {
      left = new UvlCondition.Either(left, both());
    }
    return left;
  }

  private UvlCondition both() throws NotationException {
    UvlCondition left = comparison();
    while (tokens.takes("&")) {
      left = new UvlCondition.Both(left, comparison());
    }
    return left;
  }

  private UvlCondition comparison() throws NotationException {
    UvlCondition left = sum();
    while (takesOneOf(COMPARISONS)) {
      sum();
      left = new Quantity();
    }
    return left;
  }

  private UvlCondition sum() throws NotationException {
    UvlCondition left = product();
    while (takesOneOf(SUMS)) {
      product();
      left = new Quantity();
    }
    return left;
  }

  private UvlCondition product() throws NotationException {
    UvlCondition left = operand();
    while (takesOneOf(PRODUCTS)) {
      operand();
      left = new Quantity();
    }
    return left;
  }

  private boolean takesOneOf(List<String> symbols) {
    return symbols.stream().anyMatch(tokens::takes);
  }

  private UvlCondition operand() throws NotationException {
    int negations = 0;
    while (tokens.takes("!")) {
      negations++;
    }
    UvlCondition operand = plain();
    return negations % 2 == 0 ? operand : new UvlCondition.Not(operand);
  }

  private UvlCondition plain() throws NotationException {
    if (tokens.takes("(")) {
      UvlCondition inner = condition();
      tokens.expect(")");
      return inner;
    }
    boolean negative = tokens.takes("-");
    if (tokens.sees(Kind.NUMBER) || (!negative && tokens.sees(Kind.TEXT))) {
      tokens.take("a value");
      return new Quantity();
    }
    if (tokens.takes("true") || tokens.takes("false")) {
      return new Quantity();
    }
    if (!tokens.seesName()) {
      throw tokens.wrong("a feature, `!` or `(`");
    }
    String name = tokens.name();
    if (tokens.takes("(")) {
      arguments();
      return new Quantity();
    }
    return negative ? new Quantity() : new UvlCondition.Chosen(name);
  }

  private void arguments() throws NotationException {
    do {
      condition();
    } while (tokens.takes(","));
    tokens.expect(")");
  }

  /** Returns a constraint as text, however it was spaced. */
  static String text(List<Token> tokens) {
    StringBuilder text = new StringBuilder();
    String before = "(";
    for (Token token : tokens) {
      boolean symbol = token.kind() == Kind.SYMBOL;
      boolean close =
          List.of("(", "!", ".", "[").contains(before)
              || (symbol && List.of(")", ".", ",", "]").contains(token.text()))
              || (symbol && token.text().equals("(") && before.isEmpty());
      text.append(close ? "" : " ");
      text.append(
          switch (token.kind()) {
            case QUOTED -> "\"" + token.text() + "\"";
            case TEXT -> "'" + token.text() + "'";
            case WORD, NUMBER, SYMBOL -> token.text();
          });
      before = symbol ? token.text() : "";
    }
    return text.toString();
  }
}
