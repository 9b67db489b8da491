package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes that no author reaches, and somebody will. */
class LimitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[", "f(", "a[", "{", "if a {", "\"${", "- ", "not ", "if a then ", "[a: "})
  void aHundredThousandLevels(String opener) {
    assertEquals(List.of(Code.S008), Texts.codes("let a = " + opener.repeat(100_000)));
  }

  @Test
  void closersThatCloseNothing() {
    for (String closer : List.of(")", "]", "}", ")\n", "}\n")) {
      List<Code> codes = Texts.codes(closer.repeat(100_000));
      assertTrue(codes.size() <= 100, "" + codes.size());
      assertEquals(Code.S003, codes.getFirst());
    }
  }

  @Test
  void twoHundredAndFiftySixLevelsAreRead() {
    Texts.statements("let a = " + "(".repeat(256) + "1" + ")".repeat(256));
    Texts.statements("let a = " + "f([x: ".repeat(128) + "1" + "])".repeat(128));
    Texts.statements("if a {\n".repeat(256) + "f" + "}\n".repeat(256));
    Texts.statements("let a = " + "- ".repeat(0) + "-".repeat(255) + "1");
    Texts.statements("let a = " + "if a then ".repeat(255) + "b" + " else c".repeat(255));
    String nested = "let a = " + "(".repeat(257) + "1" + ")".repeat(257);
    assertEquals(List.of(Code.S008), Texts.codes(nested));
  }

  @Test
  void aSumOfTenThousandTerms() {
    String text = "let a = 0" + " + 1".repeat(10_000);
    Expression sum = ((Statement.Binding) Texts.statements(text).getFirst()).value();
    int terms = 1;
    while (sum
        instanceof Expression.Binary(BinaryOperator _, Expression left, Expression _, var _)) {
      sum = left;
      terms++;
    }
    assertEquals(10_001, terms);
  }

  @Test
  void longChainsOfEveryOperator() {
    for (String operator :
        List.of("-", "*", "/", "??", "==", "<", "matches", "and", "or", "is x ==", "is not x ??")) {
      Texts.statements("let a = b" + (" " + operator + " b").repeat(5_000));
    }
    Texts.statements("let a = b" + ".c".repeat(5_000));
    Texts.statements("let a = b" + "(c)[d]".repeat(5_000));
    Texts.statements("f " + "a ".repeat(50_000));
    Texts.statements("f a" + ", a".repeat(50_000));
  }

  @Test
  void fiveThousandElseIfs() {
    String text = "if a { f }" + " else if b { g }".repeat(5_000) + " else { h }";
    Statement.Choice choice = (Statement.Choice) Texts.statements(text).getFirst();
    assertEquals(5_001, choice.branches().size());
  }

  @Test
  void fiveThousandAlternatives() {
    String text = "let a = " + "if b then 1 else ".repeat(5_000) + "2";
    Expression value = ((Statement.Binding) Texts.statements(text).getFirst()).value();
    int alternatives = 0;
    while (value instanceof Expression.Conditional conditional) {
      value = conditional.otherwise();
      alternatives++;
    }
    assertEquals(5_000, alternatives);
  }

  @Test
  void eightMebibytesAreRead() {
    byte[] bytes = new byte[Parser.MAX_BYTES];
    Arrays.fill(bytes, (byte) '#');
    assertTrue(Parser.parseBytes("large", bytes).isComplete());
  }

  @Test
  void moreIsNot() {
    byte[] bytes = new byte[Parser.MAX_BYTES + 1];
    Diagnostic diagnostic = Parser.parseBytes("large", bytes).diagnostics().getFirst();
    assertEquals(Code.S007, diagnostic.code());
    assertEquals(List.of(Code.S007), Texts.codes("#".repeat(Parser.MAX_BYTES + 1)));
  }

  @Test
  void aMebibyteOfNonsense() {
    for (String junk : List.of("(", "x", "9", "\"", "'", "\0", "${", "\\", "\n}", "a.", "1%")) {
      Texts.parse(junk.repeat(Parser.MAX_BYTES / junk.length() / 8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3 28", "ff", "e2 82", "ed a0 80", "c0 af", "f4 90 80 80"})
  void bytesThatAreNotUnicode(String hexadecimal) {
    byte[] good = "log 'é'\n".getBytes(StandardCharsets.UTF_8);
    byte[] bad = HexFormat.ofDelimiter(" ").parseHex(hexadecimal);
    byte[] bytes = Arrays.copyOf(good, good.length + bad.length);
    System.arraycopy(bad, 0, bytes, good.length, bad.length);
    Diagnostic diagnostic = Parser.parseBytes("bytes", bytes).diagnostics().getFirst();
    assertEquals(Code.S006, diagnostic.code());
    assertEquals("bytes:2:1", diagnostic.span().orElseThrow().place());
    assertTrue(diagnostic.message().startsWith("byte 9, 0x"), diagnostic.message());
  }

  @Test
  void byteOrderMarkAndNothing() {
    byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'f'};
    assertEquals(1, Parser.parseBytes("mark", mark).module().statements().size());
    assertTrue(Parser.parseBytes("empty", new byte[0]).isComplete());
  }

  @Test
  void zeroBytes() {
    assertEquals(List.of(Code.S005), Texts.codes("restart \0 web"));
    assertTrue(Texts.parse("log \"\0\" # \0").isComplete());
  }

  @Test
  void atMostAHundredErrors() {
    assertEquals(100, Texts.codes("f )\n".repeat(1_000)).size());
    assertEquals(100, Texts.codes("let = 1\n".repeat(1_000)).size());
    assertEquals(100, Texts.codes("f 1.5s\n".repeat(1_000)).size());
  }

  @Test
  void aSmallStackIsAnErrorNotACrash() throws InterruptedException {
    String text = "let a = " + "f([x: ".repeat(128) + "1" + "])".repeat(128);
    Parsed[] result = new Parsed[1];
    Thread thread = new Thread(null, () -> result[0] = Texts.parse(text), "small", 200_000);
    thread.start();
    thread.join();
    assertInstanceOf(Parsed.class, result[0]);
  }
}
