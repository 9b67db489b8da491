package dev.bounce.backend;

/**
 * What has to be said of an action before it begins.
 *
 * @param kind how grave it is
 * @param member the member that the action is for
 * @param text what else happens, or what speaks against it; one line
 * @param repair what to do instead, possibly empty
 */
public record Remark(Kind kind, String member, String text, String repair) {
  /** How grave it is. */
  public enum Kind {
    /** The action will also touch something that nobody named: {@code will also restart …}. */
    ALSO,
    /** It is carried out, and somebody should know. */
    WARNING,
    /**
     * It would not do what it says, or would do harm: the run refuses before anything is touched.
     */
    REFUSAL
  }

  /** Returns a remark that something else will be touched, too. */
  public static Remark also(String member, String text) {
    return new Remark(Kind.ALSO, member, text, "");
  }

  /** Returns a warning. */
  public static Remark warning(String member, String text, String repair) {
    return new Remark(Kind.WARNING, member, text, repair);
  }

  /** Returns a refusal. */
  public static Remark refusal(String member, String text, String repair) {
    return new Remark(Kind.REFUSAL, member, text, repair);
  }
}
