package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.DiagnosticText;
import dev.bounce.repl.HistoryFile;
import dev.bounce.repl.Script;
import dev.bounce.repl.Session;
import dev.bounce.repl.Terminal;
import dev.bounce.report.Margin;
import dev.bounce.run.Confirmation;
import dev.bounce.run.ExitCode;
import dev.bounce.run.StateException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce repl}: carries out statements as they are typed. */
final class ReplCommand implements Subcommand {
  private final Console console;

  ReplCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification(
            "Carry out statements as they are typed; what one declares is there for the next.",
            "From a pipe, the first statement that fails is the last one.");
    InputOptions.addTo(specification);
    specification.addOption(Arguments.flag("Answer every `confirm` with yes.", "-y", "--yes"));
    StateOptions.addTo(specification);
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    try {
      return console.interactive() ? converse(arguments) : script(arguments);
    } catch (IOException broken) {
      throw Refusal.usage(
          Diagnostic.error(Code.U001, "the terminal cannot be used")
              .because(String.valueOf(broken.getMessage()))
              .hint("statements can come from a pipe, too"));
    }
  }

  private ExitCode converse(Arguments arguments) throws Refusal, IOException {
    try (Terminal terminal =
        Terminal.open(
            Optional.of(HistoryFile.in(StateOptions.of(arguments).open())), console.colour())) {
      boolean live = console.narration() == Narration.Style.LIVE;
      SessionRunner.View view =
          new SessionRunner.View(
              terminal.output(),
              () -> live ? new Narration.Live(terminal.watch()) : lines(terminal.output()),
              OutputFormat.text,
              Margin.of(() -> OptionalInt.of(terminal.width())),
              terminal::showAll);
      terminal.converse(session(arguments, terminal, view));
      return ExitCode.DONE;
    } catch (StateException unsafe) {
      throw StateOptions.refused(unsafe);
    }
  }

  private ExitCode script(Arguments arguments) throws Refusal, IOException {
    DiagnosticText.Style style = new DiagnosticText.Style(console.colour(), console.width());
    SessionRunner.View view =
        new SessionRunner.View(
            console.out(),
            () -> lines(console.out()),
            OutputFormat.text,
            console.margin(),
            console::show);
    return new Script(console.out(), console.err(), style)
        .carryOut(
            session(arguments, Confirmation.IMPOSSIBLE, view),
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
  }

  private Narration lines(PrintStream out) {
    Narration.Style style = console.colour() ? Narration.Style.COLOURED : Narration.Style.PLAIN;
    return Narration.begin(out, style, OutputFormat.text);
  }

  private Session session(Arguments arguments, Confirmation asked, SessionRunner.View view)
      throws Refusal {
    Confirmation confirmation = arguments.isGiven("--yes") ? Confirmation.ALWAYS : asked;
    InputOptions input = new InputOptions(arguments);
    StateOptions state = StateOptions.of(arguments);
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
