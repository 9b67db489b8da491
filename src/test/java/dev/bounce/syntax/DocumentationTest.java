package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  @Test
  void linesDirectlyAboveADeclaration() {
    assertEquals(Optional.of("One.\n\n  Two."), documentation("## One.\n##\n##   Two.\n"));
    assertEquals(Optional.of("One."), documentation("f\n# other\n## One.\n"));
    assertEquals(Optional.of("One."), documentation("## Not this.\n\n## One.\n"));
    assertEquals(Optional.of("One."), documentation("## One.\r\n"));
  }

  @Test
  void whatIsNotDirectlyAboveIsNone() {
    assertEquals(Optional.empty(), documentation(""));
    assertEquals(Optional.empty(), documentation("# One.\n"));
    assertEquals(Optional.empty(), documentation("## One.\n\n"));
    assertEquals(Optional.empty(), documentation("## One.\n# other\n"));
    assertEquals(Optional.empty(), documentation("f ## One.\n"));
    assertEquals(Optional.empty(), documentation("####### One.\n"));
    assertEquals(Optional.empty(), documentation("##One.\n"));
  }

  @Test
  void everyDeclarationMayHaveIt() {
    for (String declaration :
        new String[] {
          "runbook \"a\"", "param a: int", "service a { }", "host a { }", "define a() { }"
        }) {
      Record statement = (Record) Texts.statements("## Doc.\n" + declaration).getFirst();
      String tree = SyntaxPrinter.print(statement);
      assertEquals(true, tree.contains("documentation: \"Doc.\""), tree);
    }
  }

  private static Optional<String> documentation(String above) {
    Statement last = Texts.statements(above + "define a(x) = x").getLast();
    return ((Statement.Definition) last).documentation();
  }
}
