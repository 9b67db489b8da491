package dev.bounce.notation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.MapValue;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feature models, also wrong and hostile ones. */
class UvlValuesTest {
  private static final String MODEL =
      """
      namespace shop // a product
      include
          Boolean.group-cardinality
      imports
          base.session as session
      features
          Shop {abstract}
              mandatory
                  auth {org 'acme', version 'v1.2', package 'acme_auth'}
                  /* what stores
                     things */
                  Storage
                      alternative
                          redis {
                              package 'redis', port 6379, tls false,
                              hosts ['a', 'b'], limits {share 0.5, low -1}
                          }
                          "in memory"
              optional
                  Integer workers cardinality [1..*] {default 4}
              [1..2]
                  web
      \tmail
      constraints
          auth => redis
          !mail | (web & workers)
      """;

  private static String read(String text, String part) throws NotationException {
    return UvlValues.read(text) instanceof MapValue(var entries)
        ? Texts.shown(Objects.requireNonNull(entries.get(part)))
        : "";
  }

  /** A tab goes on to the eighth column, where nothing of this model stands. */
  @Test
  void aLineThatFitsNoDepthIsAnError() {
    String message = assertThrows(NotationException.class, () -> UvlValues.read(MODEL)).message();
    assertEquals(
        "not UVL: line 23: `mandatory`, `optional`, `or`, `alternative` or `[1..2]` is expected, not"
            + " `mail`",
        message);
  }

  @Test
  void featuresHaveTheirPlaceAndTheirAttributes() throws Exception {
    assertEquals(
        "[[name: \"Shop\", attributes: [abstract: true]], [name: \"auth\", parent: \"Shop\", group:"
            + " \"mandatory\", attributes: [org: \"acme\", version: \"v1.2\", package:"
            + " \"acme_auth\"]], [name: \"Storage\", parent: \"Shop\", group: \"mandatory\","
            + " attributes: [:]], [name: \"redis\", parent: \"Storage\", group: \"alternative\","
            + " attributes: [package: \"redis\", port: 6379, tls: false, hosts: [\"a\", \"b\"],"
            + " limits: [share: \"0.5\", low: -1]]], [name: \"in memory\", parent: \"Storage\","
            + " group: \"alternative\", attributes: [:]], [name: \"workers\", parent: \"Shop\","
            + " group: \"optional\", attributes: [default: 4]], [name: \"web\", parent: \"Shop\","
            + " group: \"[1..2]\", attributes: [:]], [name: \"mail\", parent: \"Shop\", group:"
            + " \"[1..2]\", attributes: [:]]]",
        read(whole(), "features"));
    assertEquals("[\"session\"]", read(whole(), "imports"));
    assertEquals("[\"auth => redis\", \"!mail | (web & workers)\"]", read(whole(), "constraints"));
  }

  private static String whole() {
    return MODEL.replace("\tmail", "            mail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "A => B; [A > B]",
        "A => B => C; [B > C]",
        "A => (B & C); [A > B][A > C]",
        "(a & b) => c; [a,b > c]",
        "A | B => C; [A > C][B > C]",
        "A <=> B; [A > B][B > A]",
        "A => B | C; [A > B, !C][A > C, !B]",
        "!A | B; [A > B]",
        "!(A & !B); [A > B]",
        "!!A => B; [A > B]",
        "A => !B; ",
        "A | B; ",
        "A => A; ",
        "(A & B) => (C & D); [A,B > C][A,B > D]",
        "A => \"b c\" & sm.D; [A > b c][A > sm.D]",
        "A => B & A.price > 3; [A > B] ignored",
        "sum(price) < 10 + 2 * A.x; ignored",
        "A => (B | x == 'y'); ignored",
        "-A.x < -3; ignored",
      })
  void constraintsSayWhatNeedsWhat(String constraint, String expected) throws Exception {
    Value model = UvlValues.read("features\n  root\nconstraints\n  %s\n".formatted(constraint));
    StringBuilder text = new StringBuilder();
    if (model instanceof MapValue(var entries)
        && entries.get("requirements") instanceof Value.ListValue(var requirements)) {
      requirements.forEach(requirement -> text.append(shown(requirement)));
      text.append(
          Texts.plain(Objects.requireNonNull(entries.get("ignored"))).equals("[]")
              ? ""
              : " ignored");
    }
    assertEquals(Objects.requireNonNullElse(expected, ""), text.toString().strip());
  }

  private static String shown(Value requirement) {
    if (!(requirement instanceof MapValue(var entries))) {
      return "?";
    }
    String unless = names(entries.get("unless"));
    return "[%s > %s%s]"
        .formatted(
            names(entries.get("when")),
            names(entries.get("needs")),
            unless.isEmpty() ? "" : ", !" + unless);
  }

  private static String names(Value list) {
    return list instanceof Value.ListValue(var names)
        ? String.join(",", names.stream().map(Texts::plain).toList())
        : "?";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | it has no `features`",
        "`constraints\n  A` | it has no `features`",
        "`features` | line 1: no feature stands below it",
        "`features\n  a\n    b` | line 3: `mandatory`, `optional`, `or`, `alternative`",
        "`features\n  a\n    or` | line 3: no feature stands below it",
        "`features\n  a\n    or\n      b\n     c` | line 5: it is not indented",
        "`features\n  a\n    or\n      a` | line 4: the feature `a` comes twice",
        "`features\n  a {b` | line 2: a value",
        "`features\n  a {b c}` | line 2: a value: a text in single quotes",
        "`features\n  a {b 1, b 2}` | given twice",
        "`features\n  a 'b` | line 2: the text behind ' has no end",
        "`features\n  a /* b\n` | line 2: the comment",
        "`features\n  a ^` | line 2: `^` means nothing here",
        "`features\n  a\nconstraints\n  a =>` | line 4: a feature, `!` or `(` is expected",
        "`features\n  a\nconstraints\n  (a` | line 4: `)` is expected at its end",
        "`features\n  a\nconstraints\n  a b` | line 4: the end of the line is expected, not `b`",
        "`feature\n  a` | line 1: `features`, `constraints`",
        "`features\n  a\n    [x]\n      b` | line 3: a number or `*` is expected, not `x`",
      })
  void saysWhereItIsWrong(String text, String expected) {
    String message = assertThrows(NotationException.class, () -> UvlValues.read(text)).message();
    assertTrue(message.contains(expected), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "!(", "{a ", "{a [", "A <=> (", "f("})
  void nestingIsBounded(String opening) {
    String model =
        opening.startsWith("{")
            ? "features\n  a " + opening.repeat(20_000)
            : "features\n  a\nconstraints\n  " + opening.repeat(20_000);
    assertThrows(NotationException.class, () -> UvlValues.read(model));
  }

  @Test
  void aConstraintOfTooManyCasesIsIgnored() throws Exception {
    String constraint = "(a0 & b0)";
    for (int i = 1; i < 40; i++) {
      constraint += " | (a%d & b%d)".formatted(i, i);
    }
    String chain = "a" + " <=> a".repeat(150);
    String text = "features\n  r\nconstraints\n  " + constraint + "\n  " + chain + "\n";
    assertTrue(read(text, "ignored").contains("a39"));
  }
}
