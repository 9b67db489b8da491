package dev.bounce.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as a command line writes them. */
class ValueReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "STRING | a b | \"a b\"",
        "PATH | /srv | \"/srv\"",
        "INTEGER | -12 | -12",
        "INTEGER | 1.5 | none",
        "INTEGER | 99999999999999999999 | none",
        "INTEGER | | none",
        "BOOLEAN | true | true",
        "BOOLEAN | yes | none",
        "DURATION | 1h30m | 1h30m",
        "DURATION | 500ms | 500ms",
        "DURATION | 30 | none",
        "DURATION | -5s | none",
        "DURATION | 5 s | none",
        "PERCENT | 12.50% | 12.5%",
        "PERCENT | 12 | none",
        "PERCENT | % | none",
        "COUNT | 3 | 3",
        "COUNT | 25% | 25%",
        "COUNT | all | none",
        "SECRET | hunter2 | •••",
        "BACKEND | process | process",
        "SERVICE | web | \"web\"",
        "MEMBER | web[0] | none",
        "BLOCK | x | none"
      })
  void readsSimpleValues(Type.Simple type, String text, String expected) {
    assertEquals(expected, shown(ValueReader.read(text == null ? "" : text, type)));
  }

  @Test
  void readsWordsAndLists() {
    Type stage = new Type.EnumOf(List.of("staging", "production"));
    assertEquals("staging", shown(ValueReader.read("staging", stage)));
    assertEquals("none", shown(ValueReader.read("stagin", stage)));
    Type numbers = new Type.ListOf(Type.INTEGER);
    assertEquals("[1, 2]", shown(ValueReader.read("1, 2", numbers)));
    assertEquals("[]", shown(ValueReader.read("", numbers)));
    assertEquals("none", shown(ValueReader.read("1,,2", numbers)));
    assertEquals("none", shown(ValueReader.read("1,a", numbers)));
    assertEquals("none", shown(ValueReader.read("a: 1", new Type.MapOf(Type.ANY))));
  }

  /** The matcher recurses over repeated groups. */
  @Test
  void longTextsAreNoDurations() {
    assertEquals(Optional.empty(), ValueReader.duration("1s".repeat(100_000)));
    assertEquals("none", shown(ValueReader.read("9".repeat(100_000) + "%", Type.PERCENT)));
  }

  private static String shown(Optional<Value> value) {
    return value.map(Texts::shown).orElse("none");
  }
}
