package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.run.ExitCode;
import dev.bounce.syntax.Formatted;
import dev.bounce.syntax.Formatter;
import dev.bounce.syntax.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce fmt}: lays runbooks out. */
final class FormatCommand implements Subcommand {
  private final Console console;

  FormatCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification(
            "Lay out runbooks in the one way; `-` reads standard input and prints.");
    specification.addPositional(Arguments.words("FILE", true, "Runbooks."));
    specification.addOption(
        Arguments.flag("Change nothing; exit 1 if a file is laid out otherwise.", "--check"));
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    List<Diagnostic> found = new ArrayList<>();
    boolean check = arguments.isGiven("--check");
    for (String file : arguments.words()) {
      format(Path.of(file), check, found);
    }
    console.show(found);
    boolean broken = found.stream().anyMatch(one -> one.code() != Code.U006);
    return found.isEmpty() ? ExitCode.DONE : broken ? ExitCode.USAGE : ExitCode.FAILED;
  }

  private void format(Path file, boolean check, List<Diagnostic> found) throws Refusal {
    Parsed parsed = RunbookFile.parse(file);
    Formatted formatted = Formatter.format(parsed.module().source());
    if (!parsed.isComplete() || formatted.text().isEmpty()) {
      found.addAll(parsed.diagnostics());
      return;
    }
    String text = formatted.text().get();
    boolean same = text.equals(parsed.module().source().text());
    if (file.toString().equals("-")) {
      if (!check) {
        console.out().print(text);
        return;
      }
    }
    if (check) {
      if (!same) {
        found.add(
            Diagnostic.error(Code.U006, file + " is not laid out by bounce fmt")
                .hint("run `bounce fmt " + file + "`"));
      }
    } else if (!same) {
      write(file, text);
    }
  }

  /** Others see the old text or the new, never a part; permissions stay. */
  private static void write(Path file, String text) throws Refusal {
    try {
      Path real = file.toRealPath();
      Path next = Files.createTempFile(real.getParent(), ".bounce-fmt", ".tmp");
      try {
        Files.write(next, text.getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(real));
        Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException failed) {
      throw Refusal.usage(
          Diagnostic.error(Code.S009, file + " cannot be written")
              .because(String.valueOf(failed.getMessage())));
    }
  }
}
