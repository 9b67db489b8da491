package dev.bounce.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CompletionTest {
  private final Session session = new SimulatedSession().session;

  @BeforeEach
  void declare() {
    Entry entry =
        session.enter(
            "service web { via sim }\ndefine roll(target: service, by: count = 1) { }\nlet x = 1");
    assertEquals(List.of(), entry.errors());
  }

  private List<String> after(String text) {
    return Completion.of(text, session.vocabulary()).candidates();
  }

  @Test
  void verbsBeginStatements() {
    assertEquals(List.of("reload", "requires", "restart", "restart-healthy", "retry"), after("re"));
    assertEquals(List.of("roll"), after("log \"a\"; ro"));
    assertEquals(List.of("run"), after("phase web {\n  ru"));
  }

  @Test
  void aVerbOfTwoWords() {
    assertEquals(List.of("healthy"), after("wait h"));
    assertTrue(after("wait healthy web ").containsAll(List.of("for", "within")));
  }

  @Test
  void clausesAndNamesFollow() {
    List<String> words = after("phase ");
    assertTrue(words.containsAll(List.of("web", "x", "by", "keeping", "if")), words::toString);
    assertEquals(List.of("by"), after("roll web b"));
    assertFalse(after("phase web by 1 ").contains("by"));
  }

  @Test
  void logsAreFollowedByServiceOrByFile() {
    assertEquals(List.of("follow"), after("fol"));
    assertTrue(after("follow ").containsAll(List.of("web", "files")));
    assertTrue(after("follow files \"x\" ").contains("on"));
  }

  @Test
  void backendsAndModules() {
    assertEquals(List.of("sim"), after("restart web via "));
    assertEquals(List.of("patterns", "prelude", "puma"), after("use p"));
  }

  @Test
  void commandsOfTheSession() {
    assertEquals(List.of(":plan"), after(":pl"));
    assertEquals(List.of("run"), after(":plan ru"));
  }
}
