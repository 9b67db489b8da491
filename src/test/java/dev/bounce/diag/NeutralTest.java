package dev.bounce.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Escape sequences are neutralised on a terminal, in Markdown and in HTML. */
final class NeutralTest {
  @Test
  void ordinaryTextIsLeftAlone() {
    String text = "größer → 你好 👩‍🔧 •••";
    assertSame(text, Neutral.line(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J\u001b[31mred", // clear the screen
        "\u001b]0;title\u0007", // set the window's title
        "\u001b]8;;http://evil/\u0007here\u001b]8;;\u0007", // a link that shows other text
        "\u009b2J", // the same in one character
        "\u0090payload\u009c", // device control
        "safe\rEVIL", // overwrite the line
        "a\b\bb",
        "\u202egnp.exe", // right-to-left override
        "\u2066x\u2069",
        "line\u2028next",
        "\ufeffhidden",
        "\u200bhidden",
        "tag\udb40\udc41", // an invisible tag character
        "half\ud800",
        "nul\0",
        "delete\u007f",
      })
  void nothingThatActsIsLeft(String attack) {
    for (String shown :
        new String[] {
          Neutral.line(attack),
          Neutral.lines(attack),
          Neutral.markdown(attack),
          Neutral.markdownCode(attack),
          Neutral.markdownBlock(attack),
          Neutral.html(attack)
        }) {
      assertTrue(
          shown.codePoints().allMatch(c -> c == '\n' || c == '\t' || !Neutral.acts(c)), shown);
    }
  }

  @Test
  void whatActedIsWrittenOut() {
    assertEquals("\\u001b[2J\\u202ex", Neutral.line("\u001b[2J\u202ex"));
    assertEquals("\\u{e0041}", Neutral.line("\udb40\udc41"));
  }

  @Test
  void aLineCannotForgeAnother() {
    assertEquals("ok\\u000a✓ restart web", Neutral.line("ok\n✓ restart web"));
    assertEquals("a\nb\tc", Neutral.lines("a\r\nb\tc"));
    assertFalse(Neutral.markdown("a\n# Heading").contains("\n"));
  }

  @Test
  void markdownOpensNothing() {
    assertEquals(
        "\\[x\\]\\(javascript\\:alert\\(1\\)\\)", Neutral.markdown("[x](javascript:alert(1))"));
    assertEquals("&lt;img src\\=x onerror\\=y&gt;", Neutral.markdown("<img src=x onerror=y>"));
    assertEquals("\\# a \\| b \\*c\\* \\`d\\`", Neutral.markdown("# a | b *c* `d`"));
    assertEquals("1\\. item", Neutral.markdown("    1. item"));
  }

  @Test
  void markdownCodeCannotBeLeft() {
    assertEquals("``a`b``", Neutral.markdownCode("a`b"));
    assertEquals("``` ``x ```", Neutral.markdownCode("``x"));
    assertEquals("` `", Neutral.markdownCode(""));
    assertEquals("````text\n```\n# out\n````\n", Neutral.markdownBlock("```\n# out"));
  }

  @Test
  void htmlOpensNothing() {
    assertEquals(
        "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp;amp; &quot;",
        Neutral.html("<script>alert('1')</script> &amp; \""));
  }

  @Test
  void anyText() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      random.ints(random.nextInt(40), 0, 0x300).forEach(c -> text.append((char) c));
      String html = Neutral.html(text.toString());
      assertFalse(html.contains("<") || html.contains("\u001b"), "seed " + seed);
      String code = Neutral.markdownCode(text.toString());
      int fence = code.length() - code.replaceAll("^`+", "").length();
      String inner = code.substring(fence, code.length() - fence);
      assertFalse(inner.contains("`".repeat(fence)), "seed " + seed);
    }
  }
}
