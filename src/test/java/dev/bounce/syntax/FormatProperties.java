package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Source;
import java.util.List;

/** What holds of every text that formats. */
final class FormatProperties {
  private FormatProperties() {}

  /** Fails unless formatting keeps the meaning and the comments, and is done after one time. */
  static void verify(String text) {
    Source original = new Source("original", text);
    String once = Formatter.format(original).text().orElseThrow();
    Parsed again = Parser.parse(new Source("formatted", once));
    assertEquals(List.of(), again.diagnostics(), once);
    assertEquals(
        SyntaxPrinter.print(Parser.parse(original).module()), SyntaxPrinter.print(again.module()));
    assertEquals(comments(text), comments(once));
    String twice = Formatter.format(new Source("formatted", once)).text().orElseThrow();
    assertEquals(once, twice, "formatting twice differs from formatting once");
    assertTrue(once.isEmpty() || (once.endsWith("\n") && !once.endsWith("\n\n")), once);
  }

  private static List<String> comments(String text) {
    return Parser.tokens(text).stream()
        .filter(token -> token.kind() == TokenKind.COMMENT)
        .map(token -> text.substring(token.start(), token.end()).stripTrailing())
        .toList();
  }
}
