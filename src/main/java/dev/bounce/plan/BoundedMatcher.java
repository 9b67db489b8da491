package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.value.PatternSearch;
import java.util.List;
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

  /**
   * Returns what the first match has in its groups, the whole match before them; a group without a
   * part in it is empty, and without a match there is nothing at all.
   *
   * @throws EvaluationException when it takes too long
   * @throws java.util.regex.PatternSyntaxException when the expression is wrong
   */
  static List<String> captures(String expression, String text) throws EvaluationException {
    return PatternSearch.captures(Pattern.compile(expression), text)
        .orElseThrow(
            () -> new EvaluationException(Code.P004, "the regular expression takes too long"));
  }
}
