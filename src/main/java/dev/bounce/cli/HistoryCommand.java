package dev.bounce.cli;

import dev.bounce.diag.Neutral;
import dev.bounce.report.Columns;
import dev.bounce.report.RunSummary;
import dev.bounce.run.ExitCode;
import dev.bounce.run.JournalReader;
import dev.bounce.run.RunDirectory;
import dev.bounce.run.StateException;
import dev.bounce.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bounce history}: the runs of this machine and user, newest first. */
@Command(name = "history", description = "List the runs so far, newest first.", sortOptions = false)
final class HistoryCommand implements Callable<Integer> {
  private static final int DEFAULT_ROWS = 20;

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      description = "How many, at most (${DEFAULT-VALUE}).")
  private int number = DEFAULT_ROWS;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (the default) or json: one run a line.")
  private OutputFormat format = OutputFormat.text;

  @Mixin private StateOptions state = new StateOptions();

  private final Console console;

  HistoryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Refusal {
    RunDirectory runs = state.runs();
    try {
      List<RunSummary> summaries = new ArrayList<>();
      for (String run : runs.list().stream().limit(Math.max(0, number)).toList()) {
        summaries.add(RunSummary.of(run, JournalReader.readAll(runs.journal(run))));
      }
      show(summaries);
    } catch (StateException unreadable) {
      throw StateOptions.refused(unreadable);
    }
    return ExitCode.DONE.number();
  }

  private void show(List<RunSummary> summaries) {
    switch (format) {
      case text ->
          Columns.of(summaries.stream().map(RunSummary::cells).toList())
              .forEach(line -> console.out().println(Neutral.line(line)));
      case json ->
          summaries.forEach(summary -> console.out().println(Json.write(summary.fields())));
    }
  }
}
