package dev.bounce.cli;

import dev.bounce.diag.Source;
import dev.bounce.plan.Plan;
import dev.bounce.run.ExitCode;
import dev.bounce.syntax.Parser;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bounce exec}: carries out statements from the command line. */
@Command(
    name = "exec",
    description = "Carry out statements: bounce exec 'restart web via supervisor; wait healthy'.",
    sortOptions = false)
final class ExecCommand implements Callable<Integer> {
  @Parameters(paramLabel = "STATEMENTS", description = "Statements of a runbook.")
  private String statements = "";

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private StateOptions state = new StateOptions();

  private final Console console;

  ExecCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Refusal {
    Plan plan = Compilation.ofText(Parser.parse(new Source("exec", statements)), input, console);
    Path directory = Path.of("").toAbsolutePath();
    Execution execution = new Execution(console, state);
    if (options.isDryRun()) {
      console.out().print(LivePreview.text(plan, execution, directory, options.format()));
      return ExitCode.DONE.number();
    }
    return execution.run(plan, directory, options).number();
  }
}
