package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.diag.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralsTest {
  private static final String QUOTES = "\"\"\"";

  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "30s,PT30S",
    "90s,PT1M30S",
    "1h30m,PT1H30M",
    "2d,PT48H",
    "1d2h3m4s5ms,PT26H3M4.005S",
    "0s,PT0S",
    "106751991167d,PT2562047788008H"
  })
  void durations(String text, String value) {
    assertEquals("(DurationLiteral " + value + ")", Texts.tree(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "106751991168d",
        "99999999999999999999s",
        "30m1h",
        "1s1s",
        "9223372036854775808",
        "0.12345678901234567890%",
        "1.5s",
        "10sec",
        "1.5",
        "1.2.3",
        "5x",
        "1_000"
      })
  void numbersThatAreNone(String text) {
    assertEquals(List.of(Code.S004), Texts.codes("let a = " + text));
    assertEquals(List.of(), Texts.parse("let a = " + text).module().statements());
  }

  @Test
  void integersAndPercentages() {
    assertEquals("(IntegerLiteral 9223372036854775807)", Texts.tree("9223372036854775807"));
    assertEquals("(IntegerLiteral 7)", Texts.tree("007"));
    assertEquals("(PercentLiteral 12.50)", Texts.tree("12.50%"));
    assertEquals("(PercentLiteral 0)", Texts.tree("0%"));
  }

  @Test
  void escapes() {
    assertEquals("a\nb\tc\"d\\e$f\rgé", text("\"a\\nb\\tc\\\"d\\\\e\\$f\\rg\\u00e9\""));
    assertEquals("${x}", text("\"\\${x}\""));
    assertEquals("$5 $ $$", text("\"$5 $ $$\""));
    assertEquals("a\\n${b}\"", text("'a\\n${b}\"'"));
    assertEquals("", text("\"\""));
    assertEquals("", text("''"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\\q\"", "\"\\u12\"", "\"\\'\"", "\"\"\"\n \\q\n\"\"\""})
  void unknownEscapes(String text) {
    assertEquals(List.of(Code.S010), Texts.codes("log " + text));
  }

  @Test
  void eachUnknownEscapeIsReported() {
    assertEquals(List.of(Code.S010, Code.S010), Texts.codes("log \"\\a \\b\""));
  }

  @Test
  void interpolations() {
    assertEquals(
        "(StringLiteral ((Text \"a\") (Interpolation (Reference \"b\")) (Text \"c\")))",
        Texts.tree("\"a${b}c\""));
    assertEquals(
        "(StringLiteral ((Interpolation (StringLiteral"
            + " ((Interpolation (StringLiteral ((Text \"x\"))))))))) ",
        Texts.tree("\"${\"${\"x\"}\"}\"") + " ");
  }

  @Test
  void theMarginIsTakenOff() {
    assertEquals("a\n  b\n", multi("\n    a\n      b\n    "));
    assertEquals("  a\n    b\n", multi("\n    a\n      b\n  "));
    assertEquals("a\nb", multi("\n    a\n    b"));
    assertEquals("a\n\nb\n", multi("\n    a\n\n    b\n    "));
    assertEquals("a\n  \nb\n", multi("\n    a\n      \n    b\n    "));
    assertEquals("first\nsecond\n", multi("first\n    second\n    "));
    assertEquals("one line", multi("one line"));
    assertEquals("", multi(""));
    assertEquals("", multi("\n"));
    assertEquals("", multi("\n   "));
    assertEquals("\n", multi("\n\n"));
    assertEquals("a\n", multi("  \n  a\n  "));
  }

  @Test
  void theMarginIsWhatAllLinesBeginWith() {
    assertEquals("\ta\n  b\n", multi("\n  \ta\n    b\n  "));
    assertEquals("\ta\n  b\n", multi("\n\ta\n  b\n"));
  }

  @Test
  void escapesAreNoMargin() {
    assertEquals(" a\n b\n", multi("\n  \\u0020a\n   b\n  "));
    assertEquals("a\n  b\n", multi("\n  a\\n  b\n  "));
    assertEquals("a \"quoted\" ${x}\n", multi("\n  a \"quoted\" \\${x}\n  "));
  }

  @Test
  void theMarginBeforeAnInterpolation() {
    assertEquals(
        "(StringLiteral\n  ((Interpolation (Reference \"a\")) (Text \"\\n  \")"
            + " (Interpolation (Reference \"b\")) (Text \"\\n\")))",
        Texts.tree(QUOTES + "\n  ${a}\n    ${b}\n  " + QUOTES));
  }

  @Test
  void carriageReturnsOfTheFileAreNotInTheValue() {
    assertEquals("a\nb\n", multi("\r\n  a\r\n  b\r\n  "));
    assertEquals("a\nb", text("'''\r\n  a\r\n  b'''"));
  }

  @Test
  void rawStringsOfSeveralLines() {
    assertEquals("a ${x} \\n\n  'b'\n", text("'''\n  a ${x} \\n\n    'b'\n  '''"));
  }

  private static String multi(String inner) {
    return text(QUOTES + inner + QUOTES);
  }

  private static String text(String literal) {
    Expression.StringLiteral string = (Expression.StringLiteral) Texts.value(literal);
    StringBuilder text = new StringBuilder();
    for (Expression.Part part : string.parts()) {
      text.append(((Expression.Part.Text) part).text());
    }
    return text.toString();
  }
}
