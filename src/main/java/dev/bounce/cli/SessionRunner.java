package dev.bounce.cli;

import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Plan;
import dev.bounce.repl.EntryRunner;
import dev.bounce.repl.NotRunException;
import dev.bounce.report.Margin;
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
import java.util.function.Supplier;

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
   * @param narrations begins to tell a run
   * @param format as what they are shown
   * @param margin how far to the right they may go
   * @param warnings shows what may be wrong
   */
  record View(
      PrintStream out,
      Supplier<Narration> narrations,
      OutputFormat format,
      Margin margin,
      Consumer<List<Diagnostic>> warnings) {}

  @Override
  public Aftermath run(Plan plan, List<MemberReport> earlier, Interruption interruption)
      throws NotRunException {
    try {
      Aftermath aftermath;
      try (Narration told = view.narrations().get()) {
        World world = execution.world(directory, told.asking(confirmation));
        aftermath = execution.run(plan, world, told.sink(), earlier, interruption);
      }
      if (view.format() == OutputFormat.text) {
        view.out().print(ReportText.render(aftermath.report(), view.margin()));
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
      return LivePreview.of(plan, execution, directory, view.format(), view.margin()).text();
    } catch (Refusal refusal) {
      throw new NotRunException(refusal.diagnostics(), refusal.exitCode());
    }
  }

  @Override
  public void warn(List<Diagnostic> warnings) {
    view.warnings().accept(warnings);
  }
}
