package dev.bounce.plan;

/**
 * Names that are unique in a plan: the name as written, and {@code ~N} behind it where the same
 * name is taken; {@code " via BACKEND"} behind that of a service which a statement gives another
 * backend.
 */
public final class Names {
  /** What stands between the name of a service and the backend that a statement chose for it. */
  static final String VIA = " via ";

  private Names() {}

  /** Returns the name as the author wrote it. */
  public static String shown(String unique) {
    int mark = unique.lastIndexOf('~');
    String name = mark < 0 ? unique : unique.substring(0, mark);
    int via = name.lastIndexOf(VIA);
    return via < 0 ? name : name.substring(0, via);
  }
}
