package dev.bounce.cli;

import dev.bounce.plan.Plan;
import dev.bounce.repl.Workspace;
import dev.bounce.run.ExitCode;
import dev.bounce.syntax.Parsed;
import java.nio.file.Path;
import java.util.Optional;

/** Takes a runbook to its plan, or shows why there is none. */
final class Compilation {
  private Compilation() {}

  /** Returns the plan of a file; warnings are shown. */
  static Plan ofFile(Path file, InputOptions input, Console console) throws Refusal {
    Parsed parsed = RunbookFile.parse(file);
    return plan(parsed, Optional.of(file), RunbookFile.directory(file), input, console);
  }

  private static Plan plan(
      Parsed parsed, Optional<Path> file, Path directory, InputOptions input, Console console)
      throws Refusal {
    Workspace.Compiled compiled =
        Product.workspace()
            .compile(
                parsed,
                file,
                directory,
                input.inventory(file.orElse(directory.resolve("-"))),
                input.parameters());
    if (compiled.plan().isEmpty()) {
      throw new Refusal(compiled.diagnostics(), ExitCode.USAGE);
    }
    console.show(compiled.diagnostics().stream().filter(found -> !found.isError()).toList());
    return compiled.plan().get();
  }
}
