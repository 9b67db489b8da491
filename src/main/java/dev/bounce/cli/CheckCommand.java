package dev.bounce.cli;

import dev.bounce.check.Checked;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.repl.Workspace;
import dev.bounce.report.DiagnosticJson;
import dev.bounce.run.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce check}: all that is wrong with runbooks, in one go. */
final class CheckCommand implements Subcommand {
  private final Console console;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification("Show everything that is wrong with runbooks; touches nothing.");
    specification.addPositional(
        Arguments.words("FILE", true, "Runbooks, `-` for the standard input."));
    InputOptions.addTo(specification);
    specification.addOption(Arguments.format("one line for each diagnostic"));
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    List<Path> files = arguments.words().stream().map(Path::of).toList();
    InputOptions input = new InputOptions(arguments);
    OutputFormat format = arguments.format();
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
      if (checked.isSound()) {
        all.addAll(plan(workspace, checked, input));
      }
    }
    switch (format) {
      case text -> console.show(all);
      case json -> all.forEach(found -> console.out().println(DiagnosticJson.line(found)));
    }
    boolean wrong = all.stream().anyMatch(Diagnostic::isError);
    if (!wrong && format == OutputFormat.text && console.interactive()) {
      console.err().println(files.size() == 1 ? "nothing is wrong" : "nothing is wrong in any");
    }
    return wrong ? ExitCode.USAGE : ExitCode.DONE;
  }

  /** What only planning finds; a parameter may still be without a value, as others may give it. */
  private static List<Diagnostic> plan(Workspace workspace, Checked checked, InputOptions input)
      throws Refusal {
    return workspace.planner().plan(checked, input.parameters()).diagnostics().stream()
        .filter(found -> found.code() != Code.P001 && found.code() != Code.P008)
        .toList();
  }
}
