package dev.bounce.cli;

import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Plan;
import dev.bounce.repl.EntryRunner;
import dev.bounce.repl.NotRunException;
import dev.bounce.report.ReportText;
import dev.bounce.run.Aftermath;
import dev.bounce.run.Confirmation;
import dev.bounce.run.Interruption;
import dev.bounce.run.MemberReport;
import dev.bounce.run.World;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Carries out the entries of a session on this machine, and shows how they go. */
final class SessionRunner implements EntryRunner {
  private final Execution execution;
  private final Path directory;
  private final Confirmation confirmation;
  private final View view;

  /**
   * @param directory what files are relative to
   * @param confirmation answers {@code confirm}
   */
  SessionRunner(Execution execution, Path directory, Confirmation confirmation, View view) {
    this.execution = execution;
    this.directory = directory;
    this.confirmation = confirmation;
    this.view = view;
  }

  /**
   * Where and how runs are shown.
   *
   * @param out where their events and reports go
   * @param style what text may look like
   * @param format as what they are shown
   * @param warnings shows what may be wrong
   */
  record View(
      PrintStream out,
      Narration.Style style,
      OutputFormat format,
      Consumer<List<Diagnostic>> warnings) {}

  @Override
  public Aftermath run(Plan plan, List<MemberReport> earlier, Interruption interruption)
      throws NotRunException {
    try {
      Aftermath aftermath;
      try (Narration told = Narration.begin(view.out(), view.style(), view.format())) {
        World world = execution.world(directory, told.asking(confirmation));
        aftermath = execution.run(plan, world, told.sink(), earlier, interruption);
      }
      if (view.format() == OutputFormat.text) {
        view.out().print(ReportText.render(aftermath.report()));
      }
      view.out().flush();
      return aftermath;
    } catch (Refusal refusal) {
      throw new NotRunException(refusal.diagnostics(), refusal.exitCode());
    }
  }

  @Override
  public String preview(Plan plan) throws NotRunException {
    try {
      return LivePreview.of(plan, execution, directory, view.format()).text();
    } catch (Refusal refusal) {
      throw new NotRunException(refusal.diagnostics(), refusal.exitCode());
    }
  }

  @Override
  public void warn(List<Diagnostic> warnings) {
    view.warnings().accept(warnings);
  }
}
