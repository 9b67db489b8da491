package dev.bounce.repl;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Part;
import dev.bounce.syntax.Expression.StringLiteral;
import dev.bounce.syntax.Module;
import dev.bounce.syntax.Parsed;
import dev.bounce.syntax.Parser;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.Use;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file that is entered into a session: {@code :load FILE}. */
final class LoadedFile {
  private final Path directory;

  /**
   * @param directory what the name of the file is relative to
   */
  LoadedFile(Path directory) {
    this.directory = directory;
  }

  Entry enter(String name, Session session) {
    try {
      Path file = directory.resolve(name);
      if (!Files.exists(file)) {
        return Entry.refused(List.of(Diagnostic.error(Code.U002, "no such file: " + name)));
      }
      try (InputStream stream = Files.newInputStream(file)) {
        byte[] bytes = stream.readNBytes(Parser.MAX_BYTES + 1);
        return session.execute(here(Parser.parseBytes(name, bytes), file));
      }
    } catch (IOException | InvalidPathException unreadable) {
      return Entry.refused(
          List.of(
              Diagnostic.error(Code.S009, name + " cannot be read")
                  .because(String.valueOf(unreadable.getMessage()))));
    }
  }

  /** Its modules are relative to the file, and stay so although the session goes on elsewhere. */
  private Parsed here(Parsed parsed, Path file) {
    List<Statement> statements =
        parsed.module().statements().stream()
            .map(statement -> statement instanceof Use use ? here(use, file) : statement)
            .toList();
    return new Parsed(new Module(parsed.module().source(), statements), parsed.diagnostics());
  }

  private Use here(Use use, Path file) {
    Optional<Expression> path =
        use.path()
            .flatMap(Expression::plainText)
            .map(text -> file.resolveSibling(text).toAbsolutePath().normalize())
            .map(absolute -> directory.toAbsolutePath().normalize().relativize(absolute))
            .map(relative ->
                new StringLiteral(
                    List.of(new Part.Text(relative.toString())), use.path().orElseThrow().span()));
    return path.isEmpty() ? use : new Use(use.name(), path, use.alias(), use.span());
  }
}
