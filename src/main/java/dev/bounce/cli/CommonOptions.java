package dev.bounce.cli;

import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = "--debug",
      description = "Show where bounce itself failed, should it fail.")
  private boolean debug;

  boolean isDebug() {
    return debug;
  }
}
