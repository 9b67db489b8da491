package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Span;
import org.junit.jupiter.api.Test;

class SpansTest {
  @Test
  void statementsSpanTheirText() {
    String text = "f \"😀\"\n  restart web if a {x}\nlet y = (1 + 2) * 3 # c\n";
    assertEquals("f \"😀\"", Texts.parse(text).module().statements().getFirst().span().text());
    Statement.Binding binding =
        (Statement.Binding) Texts.parse(text).module().statements().getLast();
    assertEquals("let y = (1 + 2) * 3", binding.span().text());
    Expression.Binary product = (Expression.Binary) binding.value();
    assertEquals("(1 + 2) * 3", product.span().text());
    assertEquals("3", product.right().span().text());
  }

  @Test
  void expressionsSpanTheirText() {
    assertEquals("a.b(c)[d]", Texts.value("a.b(c)[d] + 1 ").span().text().substring(0, 9));
    assertEquals("if a then b else c", Texts.value("if a then b else c").span().text());
    assertEquals("not a is b", Texts.value("not a is b").span().text());
    assertEquals("[x for x in y if z]", Texts.value("[x for x in y if z]").span().text());
  }

  @Test
  void anEmojiBeforeAnErrorDoesNotShiftIt() {
    Diagnostic diagnostic = Texts.parse("log \"😀\" )").diagnostics().getFirst();
    Span span = diagnostic.span().orElseThrow();
    assertEquals(")", span.text());
    assertEquals(10, span.column());
  }
}
