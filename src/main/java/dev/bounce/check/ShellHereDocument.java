package dev.bounce.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A here-document of a shell command: text up to a line that holds nothing but its end. */
final class ShellHereDocument {
  private static final Pattern END =
      Pattern.compile("(-?)[ \\t]*(?:'([^'\\\\\\n]+)'|\"([^\"\\\\$`\\n]+)\"|([A-Za-z0-9_.-]+))");

  private final String end;
  private final boolean expands;
  private final boolean stripsTabs;
  private final int length;
  private boolean nested;
  private char last;

  private ShellHereDocument(String end, boolean expands, boolean stripsTabs, int length) {
    this.end = end;
    this.expands = expands;
    this.stripsTabs = stripsTabs;
    this.length = length;
  }

  /** Returns the document that is announced behind {@code <<}; nothing where that is unclear. */
  static Optional<ShellHereDocument> announced(String text, int at) {
    Matcher matcher = END.matcher(text);
    matcher.region(at, text.length());
    if (!matcher.lookingAt() || matcher.end() == text.length()) {
      return Optional.empty(); // a word may go on in a value, which no document ends with
    }
    boolean clear = " \t\n;&|<>)".indexOf(text.charAt(matcher.end())) >= 0;
    String plain = matcher.group(4);
    String quoted = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
    String word = plain == null ? quoted : plain;
    return clear && word != null
        ? Optional.of(
            new ShellHereDocument(
                word, plain != null, !matcher.group(1).isEmpty(), matcher.end() - at))
        : Optional.empty();
  }

  /** Returns how many characters announce it, those of {@code <<} apart. */
  int length() {
    return length;
  }

  /** Tells whether variables are expanded in it: its end is written without quotes. */
  boolean expands() {
    return expands;
  }

  /** Tells whether a line ends it. */
  boolean endsWith(String line) {
    return (stripsTabs ? line.replaceFirst("^\\t+", "") : line).equals(end);
  }

  /** Looks for what would be a command within it. */
  void read(char character) {
    boolean begins = last == '$' && (character == '(' || character == '{');
    nested |= expands && (character == '`' || begins);
    last = character;
  }

  /** Returns why no value can stand in it. */
  Optional<String> refusal() {
    if (!expands) {
      return Optional.of("the here-document expands no variables, as its end is quoted");
    }
    return nested ? Optional.of("the here-document holds expansions of its own") : Optional.empty();
  }
}
