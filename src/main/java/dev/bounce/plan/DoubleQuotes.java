package dev.bounce.plan;

/** Follows the double quotes of a shell command. */
final class DoubleQuotes {
  private DoubleQuotes() {}

  /** Returns whether a double quote is open behind a text of POSIX sh. */
  static boolean isOpenAfter(String text, boolean openBefore) {
    boolean open = openBefore;
    boolean single = false;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (single) {
        single = character != '\'';
      } else if (character == '\\') {
        i++;
      } else if (character == '"') {
        open = !open;
      } else if (character == '\'' && !open) {
        single = true;
      }
    }
    return open;
  }
}
