package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.report.ReportText;
import dev.bounce.report.RunSummary;
import dev.bounce.report.RunText;
import dev.bounce.run.Event;
import dev.bounce.run.EventFields;
import dev.bounce.run.ExitCode;
import dev.bounce.run.JournalReader;
import dev.bounce.run.JournalRecord;
import dev.bounce.run.Report;
import dev.bounce.run.RunDirectory;
import dev.bounce.run.StateException;
import dev.bounce.value.CodecException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce show}: tells a run again, from its journal. */
final class ShowCommand implements Subcommand {
  private final Console console;

  ShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification = Arguments.specification("Tell a run again, from its journal.");
    specification.addPositional(
        Arguments.word(
            "RUN", false, "Its id or the beginning of it; the last run if none is given."));
    specification.addOption(Arguments.format("the records of the journal"));
    StateOptions.addTo(specification);
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    String run = String.join("", arguments.words());
    OutputFormat format = arguments.format();
    StateOptions state = StateOptions.of(arguments);
    RunDirectory runs = state.runs();
    try {
      String found = find(run, runs);
      JournalReader.Journal journal = JournalReader.readAll(runs.journal(found));
      switch (format) {
        case text -> tell(found, journal);
        case json -> journal.records().forEach(one -> console.out().println(one.line()));
      }
    } catch (StateException unreadable) {
      throw StateOptions.refused(unreadable);
    }
    return ExitCode.DONE;
  }

  private static String find(String run, RunDirectory runs) throws Refusal, StateException {
    List<String> found = runs.find(run);
    boolean unique = found.size() == 1 || (run.isEmpty() && !found.isEmpty());
    if (unique) {
      return found.getFirst();
    }
    throw Refusal.usage(
        Diagnostic.error(
                Code.U003,
                found.isEmpty()
                    ? run.isEmpty() ? "there are no runs yet" : "no run begins with `" + run + "`"
                    : found.size() + " runs begin with `" + run + "`")
            .hint(
                found.isEmpty() && run.isEmpty()
                    ? "`bounce run FILE` makes one"
                    : "`bounce history` lists them"));
  }

  private void tell(String id, JournalReader.Journal journal) {
    RunText teller = new RunText(console.out(), console.colour());
    boolean reported = false;
    for (JournalRecord one : journal.records()) {
      try {
        Event event = EventFields.read(one);
        teller.accept(event);
        if (event instanceof Event.Reported(_, Report report)) {
          console.out().print(ReportText.render(report, console.margin()));
          reported = true;
        }
      } catch (CodecException unknown) {
        console.out().println("  (" + one.kind() + ": written by another version of bounce)");
      }
    }
    if (!reported || journal.isTorn()) {
      summary(id, journal);
    }
  }

  /** What is left to say of a run that goes on, or was killed. */
  private void summary(String id, JournalReader.Journal journal) {
    RunSummary summary = RunSummary.of(id, journal);
    String torn = journal.isTorn() ? "; its last line is torn" : "";
    console
        .out()
        .println(
            summary.status() + summary.took().map(t -> " in " + cells(summary)).orElse("") + torn);
  }

  private static String cells(RunSummary summary) {
    return summary.cells().get(3);
  }
}
