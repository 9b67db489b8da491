package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Suggest;
import dev.bounce.run.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce explain}: the page of an error code. */
final class ExplainCommand implements Subcommand {
  private final Console console;

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification("Explain an error code; without one, list them all.");
    specification.addPositional(Arguments.word("CODE", false, "Such as C001."));
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    if (arguments.words().isEmpty()) {
      for (Code one : Code.values()) {
        console.out().println(one.name() + "  " + one.title());
      }
      return ExitCode.DONE;
    }
    String code = arguments.words().getFirst();
    Optional<Code> found = Code.find(code);
    if (found.isEmpty()) {
      List<String> names = Arrays.stream(Code.values()).map(Code::name).toList();
      throw Refusal.usage(
          Diagnostic.error(Code.U004, "no error has the code `" + code + "`")
              .hint("`bounce explain` lists them all")
              .suggest(Suggest.nearest(code.toUpperCase(java.util.Locale.ROOT), names)));
    }
    console.out().print(page(found.get()));
    return ExitCode.DONE;
  }

  private static String page(Code code) {
    String resource = "/docs/errors/" + code.name() + ".md";
    try (InputStream stream = ExplainCommand.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is not in the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
