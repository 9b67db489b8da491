package dev.bounce.value;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Searches for a regular expression, but not for ever: one that backtracks without end is given up
 * after a bounded number of looks at the text.
 */
public final class PatternSearch {
  /** Some hundred times what an ordinary expression takes for the longest output that is kept. */
  private static final int LOOKS = 20_000_000;

  private PatternSearch() {}

  /**
   * Tells whether the expression matches somewhere in the text; nothing when that takes too long.
   */
  public static Optional<Boolean> find(Pattern pattern, String text) {
    try {
      return Optional.of(pattern.matcher(new CountedText(text, new int[1])).find());
    } catch (TooManyLooks | StackOverflowError _) {
      return Optional.empty();
    }
  }

  /** A text that counts how often it is looked at, all its parts together. */
  private static final class CountedText implements CharSequence {
    private final CharSequence text;
    private final int[] looks;

    CountedText(CharSequence text, int[] looks) {
      this.text = text;
      this.looks = looks;
    }

    @Override
    public char charAt(int index) {
      if (++looks[0] > LOOKS) {
        throw new TooManyLooks();
      }
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
