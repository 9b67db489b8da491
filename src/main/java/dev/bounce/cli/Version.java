package dev.bounce.cli;

/** The version of this program. */
final class Version {
  /** The version that {@code requires bounce} is held against. */
  static final String NUMBER = "1.0.0";

  private Version() {}
}
