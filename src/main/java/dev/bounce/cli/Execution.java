package dev.bounce.cli;

import dev.bounce.host.LocalHost;
import dev.bounce.plan.Plan;
import dev.bounce.plan.PlanDigest;
import dev.bounce.repl.InterruptSignal;
import dev.bounce.report.ReportText;
import dev.bounce.run.Aftermath;
import dev.bounce.run.Confirmation;
import dev.bounce.run.EventSink;
import dev.bounce.run.ExitCode;
import dev.bounce.run.Interruption;
import dev.bounce.run.JournalSink;
import dev.bounce.run.JournalWriter;
import dev.bounce.run.LiveScheduler;
import dev.bounce.run.MemberReport;
import dev.bounce.run.Report;
import dev.bounce.run.Runner;
import dev.bounce.run.Scheduler;
import dev.bounce.run.StateException;
import dev.bounce.run.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs plans on this machine: with a journal, a reporter, and an ear for Ctrl-C. */
final class Execution {
  private final Console console;
  private final StateOptions state;
  private final Scheduler scheduler = new LiveScheduler();

  Execution(Console console, StateOptions state) {
    this.console = console;
    this.state = state;
  }

  /** Returns all that a run of a runbook in this folder can reach. */
  World world(Path directory, Confirmation confirmation) throws Refusal {
    return new World(
        Product.backends(state.path()),
        Map.of(World.LOCAL, new LocalHost(directory)),
        scheduler,
        confirmation,
        System.getenv(),
        console::trace);
  }

  /** Returns who answers {@code confirm}. */
  Confirmation confirmation(RunOptions options) {
    if (options.isYes()) {
      return Confirmation.ALWAYS;
    }
    return console.interactive() ? new ConsoleConfirmation(console) : Confirmation.IMPOSSIBLE;
  }

  /** Runs a plan to its end, telling it as it goes; returns the exit code. */
  ExitCode run(Plan plan, Path directory, RunOptions options) throws Refusal {
    Report report;
    try (Narration told = Narration.begin(console.out(), console.narration(), options.format())) {
      World world = world(directory, told.asking(confirmation(options)));
      report = run(plan, world, told.sink(), List.of(), new Interruption()).report();
    }
    if (options.format() == OutputFormat.text) {
      console.out().print(ReportText.render(report, console.margin()));
    }
    return report.exitCode();
  }

  /**
   * Runs a plan to its end, with a journal and an ear for Ctrl-C.
   *
   * @param teller is told of it as it goes
   * @param earlier the members that earlier runs of a session have touched
   */
  Aftermath run(
      Plan plan,
      World world,
      EventSink teller,
      List<MemberReport> earlier,
      Interruption interruption)
      throws Refusal {
    try (JournalWriter journal = state.runs().begin(scheduler.now());
        InterruptSignal.Registration _ = InterruptSignal.listen(interruption::request)) {
      Runner runner = new Runner(world, List.of(new JournalSink(journal), teller));
      return runner.run(plan, journal.runId(), PlanDigest.of(plan), interruption, earlier);
    } catch (StateException unsafe) {
      throw StateOptions.refused(unsafe);
    }
  }
}
