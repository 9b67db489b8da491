package dev.bounce.plan;

/**
 * Names that are unique in a plan: the name as written, and {@code ~N} behind it where the same name
 * is taken.
 */
public final class Names {
  private Names() {}

  /** Returns the name as the author wrote it. */
  public static String shown(String unique) {
    int mark = unique.indexOf('~');
    return mark < 0 ? unique : unique.substring(0, mark);
  }
}
