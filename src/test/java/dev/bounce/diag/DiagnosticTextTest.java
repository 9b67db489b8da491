package dev.bounce.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticTextTest {
  private static final DiagnosticText.Style PLAIN = DiagnosticText.Style.PLAIN;

  @Test
  void aHintStandsBehindTheCarets() {
    Diagnostic diagnostic =
        error("\n\nrestrat web\n", "restrat").because("there is none").hint("did you mean x?");
    assertEquals(
        """
        error[C001]: unknown verb `restrat`
         --> web.runbook:3:1
          |
        3 | restrat web
          | ^^^^^^^ did you mean x?
          = cause: there is none
        """,
        DiagnosticText.render(diagnostic, PLAIN));
  }

  @Test
  void aLongHintStandsBelow() {
    Diagnostic diagnostic = error("restrat web", "restrat").hint("long ".repeat(20) + "hint");
    String text = DiagnosticText.render(diagnostic, PLAIN);
    assertTrue(text.endsWith("  | ^^^^^^^\n  = hint: " + "long ".repeat(20) + "hint\n"), text);
  }

  @Test
  void withoutAPlaceThereIsNoLine() {
    Diagnostic diagnostic = Diagnostic.error(Code.S007, "too large").hint("split it");
    assertEquals(
        "error[S007]: too large\n = hint: split it\n", DiagnosticText.render(diagnostic, PLAIN));
  }

  @Test
  void warningsSaySo() {
    Source source = new Source("a", "x");
    Diagnostic warning = Diagnostic.warning(Code.C033, source.span(0, 1), "nothing");
    assertTrue(DiagnosticText.render(warning, PLAIN).startsWith("warning[C033]: nothing\n"));
  }

  @Test
  void severalAreSeparatedByAnEmptyLine() {
    Diagnostic one = Diagnostic.error(Code.S007, "a");
    assertEquals(
        "error[S007]: a\n\nerror[S007]: a\n", DiagnosticText.render(List.of(one, one), PLAIN));
    assertEquals("", DiagnosticText.render(List.of(), PLAIN));
  }

  @Test
  void coloursDoNotChangeTheText() {
    Diagnostic diagnostic = error("restrat web", "restrat").because("a").hint("b");
    String coloured = DiagnosticText.render(diagnostic, new DiagnosticText.Style(true, 100));
    assertTrue(coloured.contains("\u001b[1;31m^^^^^^^ b\u001b[0m"), coloured);
    assertEquals(
        DiagnosticText.render(diagnostic, PLAIN), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void controlCharactersAreShownNotSent() {
    Source source = new Source("a\u001b[2Jb", "x \u001b[31m\u0007\u202e\u0085 bad\r\n");
    Diagnostic diagnostic =
        Diagnostic.error(Code.S001, source.span(2, 3), "found \u001b]0;title\u0007")
            .because("\u001b")
            .hint("\r");
    assertEquals(
        """
        error[S001]: found \\u001b]0;title\\u0007
         --> a\\u001b[2Jb:1:3
          |
        1 | x \\u001b[31m\\u0007\\u202e\\u0085 bad
          |   ^^^^^^ \\u000d
          = cause: \\u001b
        """,
        DiagnosticText.render(diagnostic, PLAIN));
  }

  @Test
  void tabsAndWideCharactersKeepTheCaretInPlace() {
    assertEquals("    a | bad\n      ^^^".replace("| ", ""), lines("\ta bad", "bad"));
    assertEquals("漢字 bad\n     ^^^", lines("漢字 bad", "bad"));
    assertEquals("e\u0301 bad\n  ^^^", lines("e\u0301 bad", "bad"));
    assertEquals("a\\u200bb\n       ^", lines("a\u200bb", "b"));
  }

  @Test
  void theEndOfALineHasOneCaret() {
    Source source = new Source("a", "if x\n}");
    Diagnostic diagnostic = Diagnostic.error(Code.S001, source.span(4, 4), "m");
    assertTrue(DiagnosticText.render(diagnostic, PLAIN).endsWith("1 | if x\n  |     ^\n"));
    Diagnostic newline = Diagnostic.error(Code.S001, source.span(4, 5), "m");
    assertTrue(DiagnosticText.render(newline, PLAIN).endsWith("1 | if x\n  |     ^\n"));
    Diagnostic end = Diagnostic.error(Code.S001, source.span(6, 6), "m");
    assertTrue(DiagnosticText.render(end, PLAIN).endsWith("2 | }\n  |  ^\n"));
  }

  @Test
  void anEmptySourceHasAPlace() {
    Source source = new Source("a", "");
    Diagnostic diagnostic = Diagnostic.error(Code.S001, source.span(0, 0), "m");
    assertEquals(
        "error[S001]: m\n --> a:1:1\n  |\n1 |\n  | ^\n", DiagnosticText.render(diagnostic, PLAIN));
  }

  @Test
  void ofSeveralLinesTheFirstIsUnderlined() {
    assertEquals("let x = [\n        ^", lines("let x = [\n 1\n]", "[\n 1\n]"));
  }

  @Test
  void longLinesAreCutAroundThePlace() {
    String text = "a".repeat(200) + " bad " + "b".repeat(5_000_000);
    Source source = new Source("a", text);
    Diagnostic diagnostic = Diagnostic.error(Code.S001, source.span(201, 204), "m");
    String shown = DiagnosticText.render(diagnostic, new DiagnosticText.Style(false, 40));
    List<String> lines = shown.lines().toList();
    assertTrue(lines.get(3).startsWith("1 | …aaa") && lines.get(3).endsWith("b…"), shown);
    assertTrue(lines.get(3).length() <= 42, shown);
    assertEquals(lines.get(3).indexOf("bad"), lines.get(4).indexOf("^^^"));
    assertFalse(lines.get(4).contains("^^^^"));
  }

  @Test
  void aLongSpanIsUnderlinedAsFarAsItIsShown() {
    Source source = new Source("a", "x".repeat(500));
    Diagnostic diagnostic = Diagnostic.error(Code.S001, source.span(0, 500), "m").hint("h");
    String shown = DiagnosticText.render(diagnostic, new DiagnosticText.Style(false, 40));
    assertTrue(shown.lines().allMatch(line -> line.length() <= 42), shown);
    assertTrue(shown.contains("= hint: h"), shown);
  }

  private static String lines(String text, String bad) {
    String shown = DiagnosticText.render(error(text, bad), PLAIN);
    List<String> lines = shown.lines().toList();
    return lines.get(3).substring(4) + "\n" + lines.get(4).substring(4);
  }

  private static Diagnostic error(String text, String bad) {
    Source source = new Source("web.runbook", text);
    int start = text.indexOf(bad);
    return Diagnostic.error(
        Code.C001, source.span(start, start + bad.length()), "unknown verb `" + bad + "`");
  }
}
