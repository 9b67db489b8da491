package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.diag.Code;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormatterTest {
  private static final long SEED = 20_260_102L;

  @Test
  void examplesKeepTheirMeaning() {
    Texts.examples().forEach(FormatProperties::verify);
  }

  @Test
  void whatStillParsesAfterAnEditKeepsItsMeaning() {
    Random random = new Random(SEED);
    List<String> examples = Texts.examples();
    for (int i = 0; i < 300; i++) {
      String text = MutationTest.mutate(examples.get(random.nextInt(examples.size())), random);
      if (Texts.parse(text).isComplete()) {
        FormatProperties.verify(text);
      }
    }
  }

  @Test
  void spaceAndCommentsAnywhereKeepTheMeaning() {
    Random random = new Random(SEED);
    for (String example : Texts.examples()) {
      for (int i = 0; i < 12; i++) {
        String text = disturb(example, random);
        if (Texts.parse(text).isComplete()) {
          FormatProperties.verify(text);
        }
      }
    }
  }

  /** Puts spaces, line breaks, comments and marks of continuation between some tokens. */
  private static String disturb(String text, Random random) {
    String[] between = {"  ", "\t", " # a comment\n", "\n\n\n", " \\\n", "\n   # indented\n", ";"};
    StringBuilder out = new StringBuilder();
    int end = 0;
    for (SyntaxToken token : Parser.tokens(text)) {
      String space = text.substring(end, token.start());
      boolean lineBreak = space.contains("\n") && random.nextInt(3) == 0;
      out.append(space);
      out.append(lineBreak ? between[random.nextInt(between.length)] : "");
      out.append(random.nextInt(60) == 0 ? between[random.nextInt(between.length)] : "");
      out.append(text, token.start(), token.end());
      end = token.end();
    }
    return out.append(text.substring(end)).toString();
  }

  @Test
  void errorsForbidFormatting() {
    Formatted formatted = Formatter.format(Texts.source("restart(web)"));
    assertEquals(Optional.empty(), formatted.text());
    assertEquals(Code.S001, formatted.diagnostics().getFirst().code());
  }

  @Test
  void nothingStaysNothing() {
    assertEquals("", format(""));
    assertEquals("", format("\n\n  \n"));
    assertEquals("# c\n", format("\n\n  # c   \n\n\n"));
  }

  @Test
  void marksOfContinuationThatJoinNothingGo() {
    assertEquals("f \\\n  a\n", format("f \\\n   \\\n a"));
    assertEquals("f\ng\n", format("f \\\n\ng"));
    assertEquals("f\n\ng\n", format("f \\\n \\\n\n\ng"));
    assertEquals("## a\n## b\nhost h {}\n", format("## a\n\\\n## b\n\\\nhost h { }"));
    assertEquals("f\ng\n", format("f\n\\\ng"));
  }

  @Test
  void lineEndingsBecomeLineFeeds() {
    assertEquals(
        "f\n# c\nlog \"\"\"\n a\n\"\"\"\n", format("f\r\n# c\r\nlog \"\"\"\r\n a\r\n\"\"\""));
  }

  private static String format(String text) {
    FormatProperties.verify(text);
    return Formatter.format(Texts.source(text)).text().orElseThrow();
  }
}
