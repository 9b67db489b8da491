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
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce history}: the runs of this machine and user, newest first. */
final class HistoryCommand implements Subcommand {
  private static final long DEFAULT_ROWS = 20;

  private final Console console;

  HistoryCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification = Arguments.specification("List the runs so far, newest first.");
    specification.addOption(
        Arguments.number("N", "How many, at most (" + DEFAULT_ROWS + ").", "-n", "--number"));
    specification.addOption(Arguments.format("one run a line"));
    StateOptions.addTo(specification);
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    long number = arguments.number("--number").orElse(DEFAULT_ROWS);
    StateOptions state = StateOptions.of(arguments);
    RunDirectory runs = state.runs();
    List<RunSummary> summaries = new ArrayList<>();
    List<StateException> unreadable = new ArrayList<>();
    try {
      for (String run : runs.list().stream().limit(Math.max(0, number)).toList()) {
        try {
          summaries.add(RunSummary.of(run, JournalReader.readAll(runs.journal(run))));
        } catch (StateException damaged) {
          unreadable.add(damaged); // it must not hide the others
        }
      }
    } catch (StateException none) {
      throw StateOptions.refused(none);
    }
    show(summaries, arguments.format());
    if (!unreadable.isEmpty()) {
      throw StateOptions.refused(unreadable.getFirst());
    }
    return ExitCode.DONE;
  }

  private void show(List<RunSummary> summaries, OutputFormat format) {
    switch (format) {
      case text ->
          Columns.of(summaries.stream().map(RunSummary::cells).toList())
              .forEach(line -> console.out().println(Neutral.line(line)));
      case json ->
          summaries.forEach(summary -> console.out().println(Json.write(summary.fields())));
    }
  }
}
