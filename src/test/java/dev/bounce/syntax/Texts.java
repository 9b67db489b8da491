package dev.bounce.syntax;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import dev.bounce.golden.Golden;
import java.nio.file.Path;
import java.util.List;

/** Short ways to parse, for tests. */
final class Texts {
  private Texts() {}

  static Source source(String text) {
    return new Source("test.runbook", text);
  }

  static Parsed parse(String text) {
    return Parser.parse(source(text));
  }

  /** Returns the statements of a text that has no errors. */
  static List<Statement> statements(String text) {
    Parsed parsed = parse(text);
    if (!parsed.isComplete()) {
      throw new AssertionError(text + "\n" + parsed.diagnostics());
    }
    return parsed.module().statements();
  }

  /** Returns the value of {@code let x = …}. */
  static Expression value(String expression) {
    return switch (statements("let x = " + expression).getFirst()) {
      case Statement.Binding binding -> binding.value();
      case Statement other -> throw new AssertionError("no binding: " + other);
    };
  }

  /** Returns the tree of an expression as text. */
  static String tree(String expression) {
    return SyntaxPrinter.print((Record) value(expression));
  }

  static List<Code> codes(String text) {
    return parse(text).diagnostics().stream().map(Diagnostic::code).toList();
  }

  /** Returns the runbooks of the golden cases, all without errors. */
  static List<String> examples() {
    return Golden.cases("parse").stream().map(folder -> Golden.read(input(folder))).toList();
  }

  private static Path input(Path folder) {
    return folder.resolve("input.runbook");
  }
}
