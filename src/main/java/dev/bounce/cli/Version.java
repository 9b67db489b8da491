package dev.bounce.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this program. */
final class Version implements IVersionProvider {
  /** The version that {@code requires bounce} is held against. */
  static final String NUMBER = "1.0.0";

  @Override
  public String[] getVersion() {
    return new String[] {"bounce " + NUMBER};
  }
}
