package dev.bounce.notation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bounce.value.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** INI files as Python's configparser reads them for supervisor. */
class IniValuesTest {
  @Test
  void readsWhatSupervisorReads() throws Exception {
    String text =
        """
        ; what bench writes
        [program:bench-web]
        Command = gunicorn -b 127.0.0.1:8000 ; behind nginx
        environment=A="1;2",B='#3'
        priority:4

        [group:bench-web]
        programs = bench-web,
          # not this
          bench-node

          bench-socket
        [program:bench-web]
        priority = 5
        empty =
        """;
    assertEquals(
        "[program:bench-web: [command: \"gunicorn -b 127.0.0.1:8000\", environment:"
            + " \"A=\\\"1;2\\\",B='#3'\", priority: \"5\", empty: \"\"], group:bench-web: [programs:"
            + " \"bench-web,\\nbench-node\\n\\nbench-socket\"]]",
        Texts.shown(IniValues.read(text)));
  }

  @Test
  void defaultsHoldInEverySection() throws Exception {
    assertEquals(
        "[a: [x: \"1\", y: \"3\"], b: [x: \"1\", y: \"2\"]]",
        Texts.shown(IniValues.read("[DEFAULT]\nx=1\ny=2\n[a]\ny=3\n[b]\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`a = 1` | not INI: line 1: no `[section]` stands above it",
        "`[a]\nb` | not INI: line 2: it is neither `[section]` nor `key = value`",
        "`[a]\n= b` | not INI: line 2: it is neither `[section]` nor `key = value`",
      })
  void saysWhereItIsWrong(String text, String expected) {
    assertEquals(
        expected, assertThrows(NotationException.class, () -> IniValues.read(text)).message());
  }
}
