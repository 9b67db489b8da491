package dev.bounce.diag;

/**
 * Makes text of unknown origin harmless where it is shown.
 *
 * <p>A log line, a program's name or a file's content may hold escape sequences that repaint a
 * terminal, direction overrides that make text read as something else, or markup. Each method takes
 * any text and returns what can be put into its place as it is; what would have acted there stands
 * written out instead, as {@code \u001b}, so that nothing disappears.
 */
public final class Neutral {
  private static final String MARKDOWN_SPECIAL = "\\`*_{}[]()#+-.!|~=:$^";
  private static final char ZERO_WIDTH_NON_JOINER = '\u200c';
  private static final char ZERO_WIDTH_JOINER = '\u200d';

  private Neutral() {}

  /**
   * Tells whether a character acts instead of being seen: controls (among them the one-character
   * forms of escape sequences), direction marks and other invisible formatting, line and paragraph
   * separators, half a surrogate pair. Line feed and tab are among them; the two joiners, which
   * scripts and emoji are written with, are not.
   */
  public static boolean acts(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> codePoint != ZERO_WIDTH_NON_JOINER && codePoint != ZERO_WIDTH_JOINER;
      default -> false;
    };
  }

  /** Returns text for one line of a terminal: it cannot end the line nor act on the screen. */
  public static String line(String text) {
    return written(text, "");
  }

  /** Returns text for several lines of a terminal: like {@link #line}, with line feeds and tabs. */
  public static String lines(String text) {
    return written(text.replace("\r\n", "\n"), "\n\t");
  }

  /** Returns text for the middle of a Markdown line: it can open no markup, link or HTML there. */
  public static String markdown(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    String line = line(text.strip().replace('\n', ' ').replace('\t', ' '));
    // A backslash of `line`'s own notation is escaped like any other, and so shown.
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      if (MARKDOWN_SPECIAL.indexOf(character) >= 0) {
        escaped.append('\\').append(character);
      } else {
        escaped.append(entity(character));
      }
    }
    return escaped.toString();
  }

  /**
   * Returns text as a Markdown code span. The right form for names and commands: nothing within it
   * is markup, a mention or a reference.
   */
  public static String markdownCode(String text) {
    String line = line(text.replace('\n', ' '));
    if (line.isBlank()) {
      return "` `";
    }
    String fence = "`".repeat(longestRun(line) + 1);
    boolean padded = line.startsWith("`") || line.endsWith("`");
    return fence + (padded ? " " + line + " " : line) + fence;
  }

  /** Returns text as a fenced Markdown block of its own lines, ending in a line feed. */
  public static String markdownBlock(String text) {
    String lines = lines(text);
    String fence = "`".repeat(Math.max(3, longestRun(lines) + 1));
    return fence + "text\n" + lines + (lines.endsWith("\n") ? "" : "\n") + fence + "\n";
  }

  /** Returns text for the content of an HTML element, or for an attribute value in quotes. */
  public static String html(String text) {
    String lines = lines(text);
    StringBuilder escaped = new StringBuilder(lines.length() + 16);
    for (int i = 0; i < lines.length(); i++) {
      escaped.append(entity(lines.charAt(i)));
    }
    return escaped.toString();
  }

  private static String entity(char character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> String.valueOf(character);
    };
  }

  /** Writes out what acts, except the characters of {@code kept}. */
  private static String written(String text, String kept) {
    if (text.codePoints().noneMatch(codePoint -> acts(codePoint) && kept.indexOf(codePoint) < 0)) {
      return text;
    }
    StringBuilder written = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(codePoint -> {
          if (!acts(codePoint) || kept.indexOf(codePoint) >= 0) {
            written.appendCodePoint(codePoint);
          } else if (Character.isBmpCodePoint(codePoint)) {
            written.append("\\u%04x".formatted(codePoint));
          } else {
            written.append("\\u{%x}".formatted(codePoint));
          }
        });
    return written.toString();
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
