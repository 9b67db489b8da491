package dev.bounce.cli;

import dev.bounce.check.Checked;
import dev.bounce.diag.Diagnostic;
import dev.bounce.repl.Workspace;
import dev.bounce.report.DiagnosticJson;
import dev.bounce.run.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bounce check}: all that is wrong with runbooks, in one go. */
@Command(
    name = "check",
    description = "Show everything that is wrong with runbooks; touches nothing.",
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Runbooks, `-` for the standard input.")
  private List<Path> files = new ArrayList<>();

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (the default) or json: one line for each diagnostic.")
  private OutputFormat format = OutputFormat.text;

  private final Console console;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Refusal {
    List<Diagnostic> all = new ArrayList<>();
    Workspace workspace = Product.workspace();
    for (Path file : files) {
      Checked checked =
          workspace.check(
              RunbookFile.parse(file),
              java.util.Optional.of(file),
              RunbookFile.directory(file),
              input.inventory(file));
      all.addAll(checked.diagnostics());
    }
    switch (format) {
      case text -> console.show(all);
      case json -> all.forEach(found -> console.out().println(DiagnosticJson.line(found)));
    }
    boolean wrong = all.stream().anyMatch(Diagnostic::isError);
    if (!wrong && format == OutputFormat.text && console.interactive()) {
      console.err().println(files.size() == 1 ? "nothing is wrong" : "nothing is wrong in any");
    }
    return (wrong ? ExitCode.USAGE : ExitCode.DONE).number();
  }
}
