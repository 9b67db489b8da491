package dev.bounce.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
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

  /**
   * Returns the first match in the text and behind it that of each group, empty for a group that
   * took no part; an empty list without a match, nothing when looking takes too long.
   */
  public static Optional<List<String>> captures(Pattern pattern, String text) {
    try {
      Matcher matcher = pattern.matcher(new CountedText(text, new int[1]));
      List<String> groups = new ArrayList<>();
      if (matcher.find()) {
        for (int group = 0; group <= matcher.groupCount(); group++) {
          int start = matcher.start(group);
          groups.add(start < 0 ? "" : text.substring(start, matcher.end(group)));
        }
      }
      return Optional.of(groups);
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
