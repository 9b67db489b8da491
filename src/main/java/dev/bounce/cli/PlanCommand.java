package dev.bounce.cli;

import dev.bounce.plan.Plan;
import dev.bounce.plan.Previewer;
import dev.bounce.run.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bounce plan}: what a runbook would do. */
@Command(
    name = "plan",
    description = {
      "Show what a runbook would do; touches nothing.",
      "Offline, the plan follows from runbook and inventory alone; --live reads services too."
    },
    sortOptions = false)
final class PlanCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The runbook, `-` for the standard input.")
  private Path file = Path.of("-");

  @Mixin private InputOptions input = new InputOptions();

  @Option(names = "--live", description = "Read the state of services; still touches nothing.")
  private boolean live;

  @Option(names = "--format", paramLabel = "FORMAT", description = "text (the default) or json.")
  private OutputFormat format = OutputFormat.text;

  @Mixin private StateOptions state = new StateOptions();

  private final Console console;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Refusal {
    Plan plan = Compilation.ofFile(file, input, console);
    console
        .out()
        .print(
            live
                ? LivePreview.text(
                    plan, new Execution(console, state), RunbookFile.directory(file), format)
                : LivePreview.render(
                    plan, Previewer.offline(plan, Product.backends(state.path())), format));
    return ExitCode.DONE.number();
  }
}
