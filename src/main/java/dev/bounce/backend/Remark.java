package dev.bounce.backend;

import java.util.Optional;

/**
 * What has to be said of an action before it begins.
 *
 * @param kind how grave it is
 * @param member the member that the action is for
 * @param text what else happens, or what speaks against it; one line
 * @param repair what to do instead, possibly empty
 * @param other the member, perhaps of another service, that will be touched, too
 */
public record Remark(Kind kind, String member, String text, String repair, Optional<String> other) {
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
    return new Remark(Kind.ALSO, member, text, "", Optional.empty());
  }

  /**
   * Returns a remark that another member will be touched, too.
   *
   * @param verb what will be done to it: {@code restart}
   */
  public static Remark also(String member, String verb, String other) {
    String text = "will also " + verb + " " + other;
    return new Remark(Kind.ALSO, member, text, "", Optional.of(other));
  }

  /** Returns a warning. */
  public static Remark warning(String member, String text, String repair) {
    return new Remark(Kind.WARNING, member, text, repair, Optional.empty());
  }

  /** Returns a refusal. */
  public static Remark refusal(String member, String text, String repair) {
    return new Remark(Kind.REFUSAL, member, text, repair, Optional.empty());
  }
}
