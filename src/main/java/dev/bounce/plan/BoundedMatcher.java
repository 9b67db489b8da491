package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.value.PatternSearch;
import java.util.regex.Pattern;

/** Searches with regular expressions of runbooks, but not for ever. */
final class BoundedMatcher {
  private BoundedMatcher() {}

  /**
   * Tells whether the expression matches somewhere in the text.
   *
   * @throws EvaluationException when it takes too long
   * @throws java.util.regex.PatternSyntaxException when the expression is wrong
   */
  static boolean find(String expression, String text) throws EvaluationException {
    return PatternSearch.find(Pattern.compile(expression), text)
        .orElseThrow(
            () -> new EvaluationException(Code.P004, "the regular expression takes too long"));
  }
}
