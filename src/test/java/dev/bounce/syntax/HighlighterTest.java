package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HighlighterTest {
  @Test
  void words() {
    assertEquals(
        "KEYWORD(for) NAME(x) KEYWORD(in) NAME(xs) BRACKET({) NAME(restart) NAME(x) KEYWORD(if)"
            + " KEYWORD(not) NAME(a) BRACKET(})",
        show("for x in xs { restart x if not a }"));
    assertEquals(
        "NAME(run) NAME(x) NAME(in) NAME(host) NAME(on) NAME(service)",
        show("run x in host on service"));
    assertEquals(
        "KEYWORD(let) NAME(version) OPERATOR(=) NAME(host) KEYWORD(is) NAME(test)",
        show("let version = host is test"));
    assertEquals(
        "KEYWORD(try) BRACKET({) BRACKET(}) KEYWORD(on) NAME(failure) BRACKET({) BRACKET(})"
            + " KEYWORD(finally) BRACKET({) BRACKET(})",
        show("try { } on failure { } finally { }"));
    assertEquals("NAME(x) OPERATOR(.) NAME(matches)", show("x.matches"));
    assertEquals(
        "BRACKET([) NAME(x) KEYWORD(for) NAME(x) KEYWORD(in) NAME(y) BRACKET(])",
        show("[x for x in y]"));
  }

  @Test
  void literals() {
    assertEquals(
        "NAME(f) NUMBER(5) NUMBER(5s) NUMBER(5%) STRING('a') ERROR(1.5s) COMMENT(# c)",
        show("f 5 5s 5% 'a' 1.5s # c"));
    assertEquals(
        "NAME(log) STRING(\"a ) INTERPOLATION(${) NAME(b) INTERPOLATION(}) STRING( \\n\")",
        show("log \"a ${b} \\n\""));
    assertEquals("NAME(log) STRING(\"open)", show("log \"open"));
    assertEquals("NAME(a) ERROR(&&) NAME(b)", show("a && b"));
  }

  private static String show(String text) {
    StringBuilder shown = new StringBuilder();
    for (SyntaxToken token : Parser.tokens(text)) {
      shown.append(shown.isEmpty() ? "" : " ").append(token.kind());
      shown.append('(').append(text, token.start(), token.end()).append(')');
    }
    return shown.toString();
  }
}
