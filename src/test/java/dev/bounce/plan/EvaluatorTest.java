package dev.bounce.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.golden.RunbookCase;
import dev.bounce.golden.RunbookCase.Outcome;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions come to; all of these are known to the planner. */
class EvaluatorTest {
  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 2 * 3 | 7",
        "(1 + 2) * 3 | 9",
        "7 / 2 | 3",
        "-7 / 2 | -3",
        "-3 - -4 | 1",
        "9223372036854775807 | 9223372036854775807",
        "1h30m + 30s * 2 | 1h31m",
        "90s / 4 | 22s500ms",
        "30s - 1m | -30s",
        "2 * 500ms | 1s",
        "12.5% + 12.5% | 25%",
        "10% * 3 | 30%",
        "100% / 3 | 33.33333333333333%",
        "\"a\" + \"b\" | \"ab\"",
        "[1] + [\"a\"] | [1, \"a\"]",
        "1 == 1 and not (1 != 1) | true",
        "25% == 25.0% | true",
        "[1, 2] == [1, 2] | true",
        "[a: 1] == [a: 1] | true",
        "\"a\" < \"b\" and 1 <= 1 and 2s > 1s and 3% >= 2% | true",
        "\"abc\" matches 'b' | true",
        "\"abc\" matches '^b' | false",
        "true or 1 / 0 == 1 | true",
        "false and 1 / 0 == 1 | false",
        "if true then 1 else 1 / 0 | 1",
        "[a: 1].a | 1",
        "[a: 1][\"a\"] | 1",
        "[a: [b: 2]].a.b | 2",
        "[a: 1].b ?? 3 | 3",
        "[a: 1].b is missing | true",
        "[1, 2][1] | 2",
        "[1, 2][2] ?? 9 | 9",
        "[x * 2 for x in [1, 2, 3] if x != 2] | [2, 6]",
        "[key for key in [a: 1, b: 2]] | [\"a\", \"b\"]",
        "\"${1 + 1} ${[1, \"a\"]} ${5m}\" | \"2 [1, a] 5m\"",
        "\"/a/b.txt\".directory | \"/a\"",
        "\"b.txt\".directory | \".\"",
        "\"/b\".directory | \"/\"",
        "len(\"äöü€\") | 4",
        "len([1, 2]) + len([a: 1]) + len([:]) | 3",
        "contains(\"abc\", \"b\") and contains([1, 2], 2) and contains([a: 1], \"a\") | true",
        "contains([\"a\"], \"b\") | false",
        "join([\"a\", 1, 5s], \"-\") | \"a-1-5s\"",
        "join([], \"-\") | \"\"",
        "split(\"a.b..c\", \".\") | [\"a\", \"b\", \"\", \"c\"]",
        "split(\"abc\", \"\") | [\"abc\"]",
        "lines(\"a\\nb\\r\\nc\\n\") | [\"a\", \"b\", \"c\"]",
        "trim(\"  a b \\n\") | \"a b\"",
        "base-name(\"/a/b/\") | \"b\"",
        "base-name(\"/\") | \"\"",
        "base-name(\"b\") | \"b\"",
        "int(\" -12 \") | -12",
        "json('{\"a\": [1, true, \"x\", 1.5], \"b\": null}') | [a: [1, true, \"x\", \"1.5\"]]",
        "any([\"a.py\", \"b\"], '\\.py$') | true",
        "yaml(\"a: [1, yes, true]\\nb: null\") | [a: [1, \"yes\", true]]",
        "ini(\"[a]\\nB = c ; d\") | [a: [b: \"c\"]]",
        "uvl(\"features\\n  a\").features[0].name | \"a\"",
        "dependency-order([\"w\", \"a\", \"r\"], [w: [\"x\"], x: [\"r\"]]) | [\"a\", \"r\", \"w\"]",
        "dependency-order([\"a\"], []) | [\"a\"]",
        "replace(\"a-b-c\", \"-\", \"::\") | \"a::b::c\"",
        "lower(\"Ab\") + upper(\"Ab\") | \"abAB\"",
        "starts-with(\"group:web\", \"group:\") and ends-with(\"a.conf\", \".conf\") | true",
        "starts-with(\"web\", \"group:\") or ends-with(\"a.conf\", \".ini\") | false",
        "captures(\"web-12\", '(\\w+)-(\\d+)(x)?') | [\"web-12\", \"web\", \"12\", \"\"]",
        "captures(\"web\", '\\d') | []",
        "keys([b: 1, a: 2]) | [\"b\", \"a\"]",
        "values([b: 1, a: [2]]) | [1, [2]]",
        "sort([\"b\", \"a\", \"c\"]) | [\"a\", \"b\", \"c\"]",
        "sort([10, 9, -1]) | [-1, 9, 10]",
        "sort([]) | []",
        "unique([1, \"a\", 1, \"a\", \"b\"]) | [1, \"a\", \"b\"]",
        "reverse([1, 2]) | [2, 1]",
        "flat([[1], [], [2, [3]]]) | [1, 2, [3]]",
        "merge([[a: 1, b: 2], [b: 3]]) | [a: 1, b: 3]",
        "any([], 'a') | false"
      })
  void isComputed(String expression, String expected) {
    assertEquals(expected, Texts.shown(value(expression)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 / 0 | P004",
        "1s / 0 | P004",
        "1% / 0 | P004",
        "9223372036854775807 + 1 | P004",
        "-9223372036854775807 - 2 | P004",
        "9223372036854775807 * 2 | P004",
        "-(-9223372036854775807 - 1) | P004",
        "(-9223372036854775807 - 1) / -1 | P004",
        "100000000d * 9223372036854775807 | P004",
        "int(\"12a\") | P004",
        "int(\"99999999999999999999\") | P004",
        "json(\"{\") | P004",
        "json(\"\") | P004",
        "json(\"[1] 2\") | P004",
        "json(\"99999999999999999999\") | P004",
        "yaml(\"a: [\") | P004",
        "ini(\"a = 1\") | P004",
        "replace(\"a\", \"\", \"b\") | P004",
        "uvl(\"\") | P004",
        "dependency-order([\"a\", \"b\"], [a: [\"b\"], b: [\"a\"]]) | P004",
        "dependency-order([\"a\"], [[needs: [\"b\"]]]) | C007",
        "sort([1, \"a\"]) | C007",
        "sort([[1], [2]]) | C007",
        "captures(\"a\", \"${\"(\"}\") | C034",
        "captures(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", '^(a+)+\\1$') | P004",
        "[1][5] + 1 | P004",
        "[a: 1].b + 1 | P004",
        "\"${[a: 1].b}\" | P004",
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\" matches '^(a+)+\\1$' | P004",
        "any([\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"], '^(a+)+\\1$') | P004",
        "\"a\" matches \"${\"(\"}\" | C034",
        "len(json(\"3\")) | C007",
        "json(\"3\") + \"a\" | C007",
        "-json('\"a\"') | C007",
        "json(\"3\").a | C030",
        "json(\"3\")[0] | C007"
      })
  void hasNoValue(String expression, Code expected) {
    Outcome outcome = RunbookCase.of("log " + expression);
    assertEquals(List.of(expected), outcome.diagnostics().stream().map(Diagnostic::code).toList());
  }

  /** No pure function makes a plain text of a secret. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "\"${token}\"",
        "\"a ${[1, [token]]} b\"",
        "\"a ${[x: token]} b\"",
        "\"a\" + token",
        "token + \"a\"",
        "trim(token)",
        "base-name(token)",
        "base-name(\"/a/${token}\")",
        "token.directory",
        "split(token, \"n\")",
        "split(\"a${token}\", \"n\")[0]",
        "lines(token)",
        "[part for part in split(token, \"n\")]",
        "join([\"a\", token], \",\")",
        "join([\"a\", \"b\"], token)",
        "join([[token]], \",\")",
        "json(\"{\\\"a\\\": \\\"${token}\\\"}\").a",
        "json(\"[\\\"${token}\\\", 12]\")",
        "yaml(\"a: ${token}\").a",
        "ini(\"[a]\\nb = ${token}\").a.b",
        "replace(token, \"h\", \"j\")",
        "replace(\"abc\", \"b\", token)",
        "lower(token)",
        "upper(token)",
        "captures(token, 'h(.)')",
        "uvl(\"features\\n  \\\"${token}\\\"\").features[0].name",
        "dependency-order([token], [])",
        "values([a: token])",
        "sort([token, \"a\"])",
        "unique([token])",
        "reverse([token])",
        "flat([[token]])",
        "merge([[a: token]])",
        "[a: token]",
        "[token, \"a\"]",
        "if true then token else \"a\"",
        "[a: 1].b ?? token",
        "identity(token)",
        "named(token)"
      })
  void aSecretStaysOne(String expression) {
    Value value = value(expression);
    String shown = Texts.shown(value);
    assertTrue(shown.contains(Texts.MASK), shown);
    assertFalse(shown.contains("hunter") || shown.contains("ter2"), shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int(token)",
        "json(token)",
        "yaml(token + \": [\")",
        "ini(token)",
        "uvl(token)",
        "dependency-order([token], [[when: [token], needs: [\"b\"]], [when: [\"b\"], needs: [token]]])",
        "dependency-order([token, \"b\"], [[when: [token], needs: \"b\"], [when: \"b\", needs: token]])",
        "sort([token, 1])",
        "[a: 1][token]",
        "[1][token]",
        "token / 2",
        "-token",
        "token.attribute",
        "\"a\" matches token",
        "any([\"a\"], \"(${token}\")",
        "len(json(\"3\")) + token",
        "token is running"
      })
  void noErrorShowsASecret(String expression) {
    Outcome outcome = RunbookCase.of("let token = secret(\"" + SECRET + "(\")\nlog " + expression);
    for (Diagnostic found : outcome.diagnostics()) {
      String text = found.message() + found.cause().orElse("") + found.hint().orElse("");
      assertFalse(text.contains(SECRET), text);
    }
  }

  private static Value value(String expression) {
    String runbook =
        """
        let token = secret("%s")
        define identity(x) = x
        define named(x: string): string = "${x}"
        log (%s)
        """
            .formatted(SECRET, expression);
    Outcome outcome = RunbookCase.of(runbook);
    Plan plan = outcome.plan().orElseThrow(() -> new AssertionError(outcome.diagnostics()));
    Step.Block root = (Step.Block) plan.root();
    Step.Log log = (Step.Log) root.steps().getFirst();
    return log.message().known().orElseThrow(() -> new AssertionError(log.message()));
  }
}
