package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Parsed;
import dev.bounce.syntax.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Reads runbooks. */
final class RunbookFile {
  /** A byte more than a runbook may have, so that one that is too large is seen to be. */
  private static final int READ_LIMIT_BYTES = (8 << 20) + 1;

  private RunbookFile() {}

  /** Returns a runbook, its syntax read; {@code -} is the standard input. */
  static Parsed parse(Path file) throws Refusal {
    if (file.toString().equals("-")) {
      return read(System.in, "standard input");
    }
    if (!Files.exists(file)) {
      throw Refusal.usage(
          Diagnostic.error(Code.U002, "no such file: " + file)
              .hint("a runbook is a text file whose name ends in .runbook"));
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, file.toString());
    } catch (IOException unreadable) {
      throw Refusal.usage(
          Diagnostic.error(Code.S009, file + " cannot be read").because(reason(unreadable)));
    }
  }

  private static Parsed read(InputStream stream, String name) throws Refusal {
    try {
      return Parser.parseBytes(name, stream.readNBytes(READ_LIMIT_BYTES));
    } catch (IOException unreadable) {
      throw Refusal.usage(
          Diagnostic.error(Code.S009, name + " cannot be read").because(reason(unreadable)));
    }
  }

  private static String reason(IOException unreadable) {
    return Objects.requireNonNullElse(
        unreadable.getMessage(), unreadable.getClass().getSimpleName());
  }

  /** Returns the folder that a runbook's imports are relative to. */
  static Path directory(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null || file.toString().equals("-") ? Path.of("").toAbsolutePath() : parent;
  }
}
