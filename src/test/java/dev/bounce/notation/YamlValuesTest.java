package dev.bounce.notation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.value.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML as values, also hostile YAML. */
class YamlValuesTest {
  @Test
  void readsWhatComposeFilesHold() throws Exception {
    String text =
        """
        x-common: &common
          restart: always
          environment: {A: '1', B: no}
        services:
          web:
            <<: *common
            restart: "no"
            ports: ["8000:8000", 8001]
            command: |
              one
              two
          worker:
            <<: [*common]
            scale: 2
            image: ~
            since: 2026-11-22
            mode: 0755
            share: 0.5
        """;
    assertEquals(
        "[web: [restart: \"no\", environment: [A: \"1\", B: \"no\"], ports: [\"8000:8000\", 8001],"
            + " command: \"one\\ntwo\\n\"], worker: [restart: \"always\", environment: [A: \"1\", B:"
            + " \"no\"], scale: 2, since: \"2026-11-22\", mode: \"0755\", share: \"0.5\"]]",
        services(text));
  }

  private static String services(String text) throws NotationException {
    return YamlValues.read(text) instanceof dev.bounce.value.Value.MapValue(var entries)
        ? Texts.shown(java.util.Objects.requireNonNull(entries.get("services")))
        : "";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`a: 1\nb: 2\na: 3` | not YAML: line 3: the key `a` is given twice",
        "`a:\n  - !!javax.script.ScriptEngineManager []` | tag",
        "`a: !reset null` | line 1",
        "`a: &x [*x]` | holds itself",
        "`a: &x\n  <<: *x` | holds itself",
        "`a: [1` | line",
        "`a: b: c` | line 1",
        "`a: [null]` | line 1: an element of a list is null",
        "`? [a]\n: 1` | line 1: a key must be text",
        "`--- 1\n--- 2` | document",
        "`<<: 3` | takes a map or a list of maps",
        "`!!int x` | does not fit its tag",
        "`# nothing` | the text is empty",
      })
  void saysWhereItIsWrong(String text, String expected) {
    String message = assertThrows(NotationException.class, () -> YamlValues.read(text)).message();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void aliasesCannotGrowWithoutEnd() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      text.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)));
    }
    String message =
        assertThrows(NotationException.class, () -> YamlValues.read(text.toString())).message();
    assertTrue(message.contains("more than 100000 values"), message);
  }

  @Test
  void nestingIsBounded() {
    assertThrows(NotationException.class, () -> YamlValues.read("[".repeat(10_000)));
  }
}
