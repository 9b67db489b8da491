package dev.bounce.plan;

import dev.bounce.diag.Code;
import java.util.regex.Pattern;

/**
 * Searches with a regular expression, but not for ever: an expression that backtracks without end
 * is given up after a bounded number of looks at the text.
 */
public final class BoundedMatcher {
  private static final int LOOKS = 5_000_000;

  private BoundedMatcher() {}

  /**
   * Tells whether the expression matches somewhere in the text.
   *
   * @throws EvaluationException when it takes too long
   * @throws java.util.regex.PatternSyntaxException when the expression is wrong
   */
  public static boolean find(String expression, String text) throws EvaluationException {
    try {
      return Pattern.compile(expression).matcher(new CountedText(text, new Looks())).find();
    } catch (TooManyLooks | StackOverflowError _) {
      throw new EvaluationException(Code.P004, "the regular expression takes too long");
    }
  }

  /** How often a search has looked at its text. */
  private static final class Looks {
    private int number;

    void count() {
      if (++number > LOOKS) {
        throw new TooManyLooks();
      }
    }
  }

  private record CountedText(CharSequence text, Looks looks) implements CharSequence {
    @Override
    public char charAt(int index) {
      looks.count();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new CountedText(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class TooManyLooks extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyLooks() {
      super("too many looks", null, false, false);
    }
  }
}
