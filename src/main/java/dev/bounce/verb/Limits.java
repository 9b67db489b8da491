package dev.bounce.verb;

/** How much of anything a statement may ask for that does not say so. */
final class Limits {
  /** Members of a phase. */
  static final int MEMBERS = 10_000;

  /** Bodies that {@code parallel for} runs at the same time. */
  static final int AT_ONCE = 16;

  private Limits() {}
}
