package dev.bounce.cli;

import picocli.CommandLine.Model.CommandSpec;

/**
 * Options of everything that runs.
 *
 * @param isYes whether every {@code confirm} is answered with yes
 * @param isDryRun whether the live plan is shown instead
 * @param format how the run is told
 */
record RunOptions(boolean isYes, boolean isDryRun, OutputFormat format) {
  /** Adds the options to a command. */
  static void addTo(CommandSpec specification) {
    specification.addOption(Arguments.flag("Answer every `confirm` with yes.", "-y", "--yes"));
    specification.addOption(Arguments.flag("Show the live plan, and touch nothing.", "--dry-run"));
    specification.addOption(Arguments.format("one event a line"));
  }

  /** Reads the options. */
  static RunOptions of(Arguments arguments) {
    return new RunOptions(
        arguments.isGiven("--yes"), arguments.isGiven("--dry-run"), arguments.format());
  }
}
