package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.DiagnosticText;
import dev.bounce.repl.HistoryFile;
import dev.bounce.repl.Script;
import dev.bounce.repl.Session;
import dev.bounce.repl.Terminal;
import dev.bounce.run.Confirmation;
import dev.bounce.run.ExitCode;
import dev.bounce.run.StateException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bounce repl}: carries out statements as they are typed. */
@Command(
    name = "repl",
    description = {
      "Carry out statements as they are typed; what one declares is there for the next.",
      "From a pipe, the first statement that fails is the last one."
    },
    sortOptions = false)
final class ReplCommand implements Callable<Integer> {
  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = {"-y", "--yes"},
      description = "Answer every `confirm` with yes.")
  private boolean yes;

  @Mixin private StateOptions state = new StateOptions();

  private final Console console;

  ReplCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Refusal {
    try {
      return (console.interactive() ? converse() : script()).number();
    } catch (IOException broken) {
      throw Refusal.usage(
          Diagnostic.error(Code.U001, "the terminal cannot be used")
              .because(String.valueOf(broken.getMessage()))
              .hint("statements can come from a pipe, too"));
    }
  }

  private ExitCode converse() throws Refusal, IOException {
    try (Terminal terminal =
        Terminal.open(Optional.of(HistoryFile.in(state.open())), console.colour())) {
      SessionRunner.View view =
          view(terminal.output(), console.colour(), terminal::showAll);
      terminal.converse(session(yes ? Confirmation.ALWAYS : terminal, view));
      return ExitCode.DONE;
    } catch (StateException unsafe) {
      throw StateOptions.refused(unsafe);
    }
  }

  private ExitCode script() throws Refusal, IOException {
    DiagnosticText.Style style = new DiagnosticText.Style(console.colour(), console.width());
    SessionRunner.View view = view(console.out(), console.colour(), console::show);
    return new Script(console.out(), console.err(), style)
        .carryOut(
            session(yes ? Confirmation.ALWAYS : Confirmation.IMPOSSIBLE, view),
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
  }

  private static SessionRunner.View view(
      PrintStream out, boolean colour, Consumer<List<Diagnostic>> warnings) {
    return new SessionRunner.View(out, colour, OutputFormat.text, warnings);
  }

  private Session session(Confirmation confirmation, SessionRunner.View view) throws Refusal {
    Path directory = Path.of("").toAbsolutePath();
    return new Session(
        new Session.Setting(
            Product.workspace(),
            directory,
            input.inventory(directory.resolve("-")),
            input.parameters()),
        new SessionRunner(new Execution(console, state), directory, confirmation, view));
  }
}
