package dev.bounce.cli;

import picocli.CommandLine.Option;

/** Options of everything that runs. */
final class RunOptions {
  @Option(
      names = {"-y", "--yes"},
      description = "Answer every `confirm` with yes.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show the live plan, and touch nothing.")
  private boolean dryRun;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (the default) or json: one event a line.")
  private OutputFormat format = OutputFormat.text;

  boolean isYes() {
    return yes;
  }

  boolean isDryRun() {
    return dryRun;
  }

  OutputFormat format() {
    return format;
  }
}
