package dev.bounce.backend;

/**
 * One thing that {@code bounce doctor} has found out about a service manager.
 *
 * @param question what was asked
 * @param answer the answer
 * @param detail the component's own words, a version, a path; possibly empty
 * @param advice what to do when the answer is not yes; possibly empty
 */
public record Finding(Question question, Answer answer, String detail, String advice) {
  /** What is asked of every service manager. */
  public enum Question {
    /** Is it installed? */
    PRESENT,
    /** Which version is it? */
    VERSION,
    /** Does it answer? */
    REACHABLE,
    /** May this user change anything? */
    PERMITTED
  }

  /** What there is to say. */
  public enum Answer {
    YES,
    NO,
    /** It depends on the service, or cannot be told without one. */
    UNKNOWN
  }

  /** Returns a good answer. */
  public static Finding yes(Question question, String detail) {
    return new Finding(question, Answer.YES, detail, "");
  }

  /** Returns a bad answer. */
  public static Finding no(Question question, String detail, String advice) {
    return new Finding(question, Answer.NO, detail, advice);
  }

  /** Returns no answer. */
  public static Finding unknown(Question question, String detail) {
    return unknown(question, detail, "");
  }

  /** Returns no answer, and how there could be a good one. */
  public static Finding unknown(Question question, String detail, String advice) {
    return new Finding(question, Answer.UNKNOWN, detail, advice);
  }
}
