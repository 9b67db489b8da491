package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {
  /** Each pair must mean the same; the second has every bracket written. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a + b * c             | a + (b * c)
          a - b - c             | (a - b) - c
          a / b / c             | (a / b) / c
          -a * b                | (-a) * b
          --a                   | -(-a)
          a + b ?? c            | (a + b) ?? c
          a ?? b ?? c           | (a ?? b) ?? c
          a ?? b == c           | (a ?? b) == c
          a < b == c            | (a < b) == c
          a == b is running     | (a == b) is running
          not a is running      | not (a is running)
          not a == b            | not (a == b)
          not not a             | not (not a)
          not a and b           | (not a) and b
          a and b or c and d    | (a and b) or (c and d)
          a or b and not c      | a or (b and (not c))
          a matches b and c     | (a matches b) and c
          a.b(c)[d].e           | (((a.b)(c))[d]).e
          -a.b                  | -(a.b)
          -1 + 2                | (-1) + 2
          1 - -1                | 1 - (-1)
          if a then b else c    | (if a then b else c)
          if a then b else if c then d else e | if a then b else (if c then d else e)
          if a then if b then c else d else e | if a then (if b then c else d) else e
          [a, b,]               | [a, b]
          f(a,)                 | f(a)
          """)
  void bindsAsTheyDo(String text, String bracketed) {
    assertEquals(Texts.tree(bracketed), Texts.tree(text));
  }

  @Test
  void aMinusThatTouchesBothSidesIsPartOfAName() {
    assertEquals("(Reference \"a-b\")", Texts.tree("a-b"));
    assertEquals(Texts.tree("3 - 1"), Texts.tree("3-1"));
    assertEquals(Texts.tree("a[0] - 1"), Texts.tree("a[0]-1"));
    assertEquals(Texts.tree("a - b"), Texts.tree("a- b"));
  }

  @Test
  void aSignBeginsTheNextTerm() {
    assertEquals(2, ((Statement.Command) Texts.statements("v a -1").getFirst()).terms().size());
    assertEquals(1, ((Statement.Command) Texts.statements("v a - 1").getFirst()).terms().size());
  }

  @Test
  void wordsOfTheStructureAreNamesInExpressions() {
    assertEquals(
        "(Binary operator: ADD left: (Reference \"version\") right: (Reference \"host\"))",
        Texts.tree("version + host"));
    assertEquals("(Attribute object: (Reference \"x\") name: matches)", Texts.tree("x.matches"));
    assertEquals(
        "(Index object: (Attribute object: (Reference \"x\") name: is)"
            + " index: (IntegerLiteral 0))",
        Texts.tree("x.is[0]"));
  }

  @Test
  void aSpaceBeforeABracketBeginsTheNextTerm() {
    Statement.Command touching = (Statement.Command) Texts.statements("v a[0]").getFirst();
    Statement.Command apart = (Statement.Command) Texts.statements("v a [0]").getFirst();
    assertEquals(1, touching.terms().size());
    assertEquals(2, apart.terms().size());
  }

  @Test
  void argumentsMayBeNamed() {
    assertEquals(
        "(Call callee: (Reference \"f\") arguments: ((Argument name: b value: (IntegerLiteral"
            + " 1))))",
        Texts.tree("f(b: 1)"));
    assertEquals(Texts.tree("f(a, b: 1,)"), Texts.tree("f(a, b: 1)"));
  }

  @Test
  void keysAreWordsOrPlainStrings() {
    assertEquals(
        "(MapLiteral ((Entry key: b c value: (IntegerLiteral 2))))", Texts.tree("[\"b c\": 2]"));
    assertEquals(Texts.tree("[a: 1]"), Texts.tree("['a': 1,]"));
    assertEquals("(MapLiteral ())", Texts.tree("[:]"));
    assertEquals("(ListLiteral ())", Texts.tree("[]"));
  }
}
