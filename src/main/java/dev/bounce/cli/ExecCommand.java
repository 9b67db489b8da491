package dev.bounce.cli;

import dev.bounce.repl.Entry;
import dev.bounce.repl.Session;
import dev.bounce.run.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce exec}: carries out statements from the command line. */
final class ExecCommand implements Subcommand {
  private final Console console;

  ExecCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification(
            "Carry out statements: bounce exec 'restart web via supervisor; wait healthy'.");
    specification.addPositional(Arguments.word("STATEMENTS", true, "Statements of a runbook."));
    InputOptions.addTo(specification);
    RunOptions.addTo(specification);
    StateOptions.addTo(specification);
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    String statements = arguments.words().getFirst();
    InputOptions input = new InputOptions(arguments);
    RunOptions options = RunOptions.of(arguments);
    StateOptions state = StateOptions.of(arguments);
    Path directory = Path.of("").toAbsolutePath();
    Execution execution = new Execution(console, state);
    SessionRunner runner =
        new SessionRunner(
            execution,
            directory,
            execution.confirmation(options),
            new SessionRunner.View(
                console.out(),
                () -> Narration.begin(console.out(), console.narration(), options.format()),
                options.format(),
                console.margin(),
                console::show));
    Session session =
        new Session(
            new Session.Setting(
                Product.workspace(),
                directory,
                input.inventory(directory.resolve("-")),
                input.parameters()),
            runner);
    Entry entry =
        options.isDryRun()
            ? session.preview("exec", statements)
            : session.execute("exec", statements);
    console.out().print(entry.output());
    console.show(entry.errors());
    return entry.exitCode();
  }
}
