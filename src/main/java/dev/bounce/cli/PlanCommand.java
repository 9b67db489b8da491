package dev.bounce.cli;

import dev.bounce.plan.Plan;
import dev.bounce.plan.Preview;
import dev.bounce.plan.Previewer;
import dev.bounce.run.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce plan}: what a runbook would do. */
final class PlanCommand implements Subcommand {
  private final Console console;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification(
            "Show what a runbook would do; touches nothing.",
            "Offline, the plan follows from runbook and inventory alone; --live reads services too.");
    specification.addPositional(
        Arguments.word("FILE", true, "The runbook, `-` for the standard input."));
    InputOptions.addTo(specification);
    specification.addOption(
        Arguments.flag("Read the state of services; still touches nothing.", "--live"));
    specification.addOption(Arguments.format("the plan, its digest and its effects"));
    StateOptions.addTo(specification);
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    Path file = arguments.file();
    InputOptions input = new InputOptions(arguments);
    boolean live = arguments.isGiven("--live");
    OutputFormat format = arguments.format();
    StateOptions state = StateOptions.of(arguments);
    Plan plan = Compilation.ofFile(file, input, console);
    if (live) {
      Execution execution = new Execution(console, state);
      LivePreview preview =
          LivePreview.of(plan, execution, RunbookFile.directory(file), format, console.margin());
      console.out().print(preview.text());
      return preview.exitCode();
    }
    Preview preview = Previewer.offline(plan, Product.backends(state.path()));
    console.out().print(LivePreview.render(plan, preview, format, console.margin()));
    return ExitCode.DONE;
  }
}
