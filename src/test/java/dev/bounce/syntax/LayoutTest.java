package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where lines end, what goes on, and what a line editor has to ask for. */
class LayoutTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "restart web,\n  workers",
        "let a =\n  1",
        "let a = 1 +\n\n  2",
        "let a = [\n1,\n2\n]",
        "f x \\\n  y",
        "f x \\  \n  y",
        "f (\n  a\n)",
        "let a = b and # why\n  c",
        "let a = not\n b",
        "log \"\"\"\n a\n\"\"\"",
        "if a { b\n c }",
        ";;f x;;",
        "\uFEFFf x",
        "f\tx\t# tab",
        "f x\r\n\r\n",
      })
  void oneStatement(String text) {
    assertEquals(1, Texts.statements(text).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"f a\n-1 ", "f a\n+ b", "f a\n.b", "f a\n[0] = 1", "f a\n(b)"})
  void aLineNeverGoesOnBecauseOfTheNext(String text) {
    assertEquals(1, Texts.parse(text).module().statements().size());
    assertFalse(Texts.parse(text).isComplete());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "\n\n  \n", "# only a comment", "## doc\n# more\n", "\uFEFF", ";"})
  void nothingIsAFile(String text) {
    assertEquals(List.of(), Texts.statements(text));
  }

  @Test
  void lineEndingsDoNotMatter() {
    for (String example : Texts.examples()) {
      String windows = example.replace("\n", "\r\n");
      assertEquals(
          SyntaxPrinter.print(Texts.parse(example).module()),
          SyntaxPrinter.print(Texts.parse(windows).module()));
    }
  }

  @Test
  void aMissingNewlineAtTheEndDoesNotMatter() {
    for (String example : Texts.examples()) {
      assertEquals(
          SyntaxPrinter.print(Texts.parse(example).module()),
          SyntaxPrinter.print(Texts.parse(example.stripTrailing()).module()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if a {",
        "restart web,",
        "let a =",
        "let a = 1 +",
        "let a = 1 + # more",
        "run [\"a\",",
        "run [\"a\"",
        "f(",
        "log \"\"\"",
        "log \"\"\"\n text ${",
        "log '''\n text",
        "run [\"a\"] \\",
        "run [\"a\"] \\\n",
        "run [\"a\"] \\  ",
        "check a and",
        "check not",
        "define f(x) {\n  g x\n",
      })
  void incomplete(String text) {
    assertTrue(Parser.isIncomplete(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "restart web",
        "if a { b }",
        "log \"abc",
        "log 'abc",
        "f(]",
        "f) {",
        "log \"${a",
        "log \"a\" # {",
        "log \"{\"",
        "f & {",
        "let a = 1.5s + ",
      })
  void completeOrWrong(String text) {
    boolean number =
        text.startsWith("let"); // lexically right: the number is wrong only in the tree
    assertEquals(number, Parser.isIncomplete(text));
  }
}
