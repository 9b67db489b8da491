package dev.bounce.diag;

/**
 * Makes text safe to show on a terminal: what would move the cursor, change colours, reorder the
 * line or hide itself is shown instead of sent.
 */
public final class Printable {
  private static final int CONTROL_PICTURES = 0x2400;
  private static final int DELETE = 0x7f;
  private static final int DELETE_PICTURE = 0x2421;

  private Printable() {}

  /**
   * Returns {@code text} with each control character as its picture (an escape as {@code ␛}), and
   * each invisible or unpaired one as {@code <U+202E>}. A tab becomes a space.
   */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> safe.append(of(codePoint)));
    return safe.toString();
  }

  /** Returns what to show for one character. */
  static String of(int codePoint) {
    if (codePoint == '\t') {
      return " ";
    }
    if (codePoint < ' ') {
      return Character.toString(CONTROL_PICTURES + codePoint);
    }
    if (codePoint == DELETE) {
      return Character.toString(DELETE_PICTURE);
    }
    return isHidden(codePoint) ? "<U+%04X>".formatted(codePoint) : Character.toString(codePoint);
  }

  private static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Returns how many columns of a terminal a visible character takes: none, one or two. */
  static int width(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  /** The blocks that terminals show in two columns; close enough for a caret to stand right. */
  private static boolean isWide(int codePoint) {
    return (codePoint >= 0x1100 && codePoint <= 0x115f)
        || (codePoint >= 0x2e80 && codePoint <= 0xa4cf)
        || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
        || (codePoint >= 0xf900 && codePoint <= 0xfaff)
        || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
        || (codePoint >= 0xff00 && codePoint <= 0xff60)
        || (codePoint >= 0xffe0 && codePoint <= 0xffe6)
        || (codePoint >= 0x1f300 && codePoint <= 0x1f64f)
        || (codePoint >= 0x1f680 && codePoint <= 0x1f6ff)
        || (codePoint >= 0x1f900 && codePoint <= 0x1f9ff)
        || (codePoint >= 0x20000 && codePoint <= 0x3fffd);
  }
}
