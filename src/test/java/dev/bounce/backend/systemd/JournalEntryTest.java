package dev.bounce.backend.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines as journalctl 252 writes them. */
final class JournalEntryTest {
  private static String line(String cursor, String message) {
    return "{\"_SYSTEMD_UNIT\":\"web.service\",\"__CURSOR\":\"%s\",\"MESSAGE\":%s}"
        .formatted(cursor, message);
  }

  private static List<String> messages(String... lines) {
    return JournalEntry.readAll(List.of(lines)).stream().map(JournalEntry::message).toList();
  }

  @Test
  void warningsAmongTheEntriesAreSkipped() {
    assertEquals(
        List.of("one", "two"),
        messages(
            "Journal file /var/log/journal/a/system.journal is truncated, ignoring file.",
            line("s=1", "\"one\""),
            "Journal file /var/log/journal/a/user-1.journal is truncated, ignoring file.",
            line("s=2", "\"two\"")));
  }

  /** What is cut is asked for again. */
  @Test
  void nothingIsReadBehindALineThatIsCut() {
    String whole = line("s=2", "\"two\"");
    String cut = whole.substring(0, whole.length() - 3);
    assertEquals(List.of("one"), messages(line("s=1", "\"one\""), cut));
    assertEquals(List.of(), messages(cut, "o\"}", line("s=3", "\"three\"")));
  }

  @Test
  void messagesThatAreNoTextAreBytes() {
    assertEquals(
        List.of("\u001b[1mgr\u00fcn", "", "a\nb"),
        messages(
            line("s=1", "[27,91,49,109,103,114,195,188,110]"),
            line("s=2", "null"),
            line("s=3", "[\"a\",[98]]")));
  }

  @Test
  void whatSystemdSaysOfAUnitIsOfThatUnit() {
    assertEquals(
        Optional.of(
            new JournalEntry("s=1", List.of("web.service", "init.scope"), "Started web.service.")),
        JournalEntry.read(
            "{\"_SYSTEMD_UNIT\":\"init.scope\",\"UNIT\":\"web.service\",\"__CURSOR\":\"s=1\","
                + "\"MESSAGE\":\"Started web.service.\"}"));
  }
}
