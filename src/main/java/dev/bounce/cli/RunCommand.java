package dev.bounce.cli;

import dev.bounce.plan.Plan;
import dev.bounce.run.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce run}: carries a runbook out. */
final class RunCommand implements Subcommand {
  private final Console console;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification("Carry out a runbook, prove every restart, and keep a journal.");
    specification.addPositional(
        Arguments.word("FILE", true, "The runbook, `-` for the standard input."));
    InputOptions.addTo(specification);
    RunOptions.addTo(specification);
    StateOptions.addTo(specification);
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    Path file = arguments.file();
    InputOptions input = new InputOptions(arguments);
    RunOptions options = RunOptions.of(arguments);
    StateOptions state = StateOptions.of(arguments);
    Plan plan = Compilation.ofFile(file, input, console);
    Path directory = RunbookFile.directory(file);
    Execution execution = new Execution(console, state);
    if (options.isDryRun()) {
      LivePreview preview =
          LivePreview.of(plan, execution, directory, options.format(), console.margin());
      console.out().print(preview.text());
      return preview.exitCode();
    }
    return execution.run(plan, directory, options);
  }
}
