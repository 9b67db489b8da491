package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bounce.diag.DiagnosticText;
import dev.bounce.diag.Source;
import dev.bounce.golden.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runbooks and their trees, their formatted text, or the errors in them. */
class SyntaxGoldenTest {
  static List<Path> parsed() {
    return Golden.cases("parse");
  }

  static List<Path> formatted() {
    return Golden.cases("format");
  }

  static List<Path> faulty() {
    return Golden.cases("syntax-errors");
  }

  @ParameterizedTest
  @MethodSource("parsed")
  void parses(Path folder) {
    Parsed parsed = Parser.parse(input(folder));
    assertEquals("", errors(parsed));
    Golden.verify(folder.resolve("expected.txt"), SyntaxPrinter.print(parsed.module()));
  }

  @ParameterizedTest
  @MethodSource("formatted")
  void formats(Path folder) {
    Source input = input(folder);
    Formatted formatted = Formatter.format(input);
    assertEquals(List.of(), formatted.diagnostics());
    String text = formatted.text().orElseThrow();
    Golden.verify(folder.resolve("expected.runbook"), text);
    FormatProperties.verify(input.text());
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void explainsErrors(Path folder) {
    Parsed parsed = Parser.parse(input(folder));
    assertFalse(parsed.isComplete());
    Golden.verify(folder.resolve("expected.txt"), errors(parsed));
  }

  private static Source input(Path folder) {
    return new Source("input.runbook", Golden.read(folder.resolve("input.runbook")));
  }

  private static String errors(Parsed parsed) {
    return DiagnosticText.render(parsed.diagnostics(), DiagnosticText.Style.PLAIN);
  }
}
