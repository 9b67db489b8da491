package dev.bounce.cli;

import dev.bounce.repl.Entry;
import dev.bounce.repl.Session;
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
    Path directory = Path.of("").toAbsolutePath();
    Execution execution = new Execution(console, state);
    SessionRunner runner =
        new SessionRunner(
            execution,
            directory,
            execution.confirmation(options),
            new SessionRunner.View(
                console.out(), console.colour(), options.format(), console::show));
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
    return entry.exitCode().number();
  }
}
