package dev.bounce.cli;

import dev.bounce.plan.Plan;
import dev.bounce.run.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bounce run}: carries a runbook out. */
@Command(
    name = "run",
    description = "Carry out a runbook, prove every restart, and keep a journal.",
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The runbook, `-` for the standard input.")
  private Path file = Path.of("-");

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private StateOptions state = new StateOptions();

  private final Console console;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Refusal {
    Plan plan = Compilation.ofFile(file, input, console);
    Path directory = RunbookFile.directory(file);
    Execution execution = new Execution(console, state);
    if (options.isDryRun()) {
      console.out().print(LivePreview.text(plan, execution, directory, options.format()));
      return ExitCode.DONE.number();
    }
    return execution.run(plan, directory, options).number();
  }
}
