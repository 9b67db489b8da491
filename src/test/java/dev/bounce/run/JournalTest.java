package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalTest {
  private static final Instant NOW = Instant.parse("2026-11-21T19:40:52Z");

  @TempDir private Path temporary = Path.of("");

  private RunDirectory runs() throws StateException {
    return new RunDirectory(StateDirectory.open(temporary.resolve("state")));
  }

  private JournalWriter begin() throws StateException {
    return runs().begin(NOW);
  }

  private static StateException unreadable(Path file) {
    StateException refused = assertThrows(StateException.class, () -> JournalReader.readAll(file));
    assertEquals(Code.J003, refused.diagnostic().code());
    return refused;
  }

  @Test
  void recordsAreReadAsTheyWereWritten() throws Exception {
    List<JournalRecord> written = new ArrayList<>();
    try (JournalWriter journal = begin()) {
      written.add(journal.append(NOW, "started", Map.of("plan", List.of(1L, "a\nb\u001b")), true));
      written.add(journal.append(NOW.plusMillis(5), "ended", Map.of(), false));
      JournalReader.Journal read = JournalReader.readAll(journal.file());
      assertEquals(written, read.records());
      assertFalse(read.isTorn());
      assertEquals(
          "{\"at\":\"2026-11-21T19:40:52Z\",\"sequence\":1,\"kind\":\"started\","
              + "\"plan\":[1,\"a\\nb\\u001B\"]}",
          Files.readAllLines(journal.file()).getFirst());
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(journal.file(), LinkOption.NOFOLLOW_LINKS)));
    }
  }

  @Test
  void everyPrefixCanBeReadAndGoneOnWith() throws Exception {
    Path file;
    String runId;
    try (JournalWriter journal = begin()) {
      file = journal.file();
      runId = journal.runId();
      for (int i = 0; i < 3; i++) {
        journal.append(NOW, "step", Map.of("id", "é" + i), false);
      }
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length; length++) {
      byte[] prefix = Arrays.copyOf(whole, length);
      Files.write(file, prefix);
      long lines =
          new String(prefix, StandardCharsets.ISO_8859_1).chars().filter(c -> c == '\n').count();
      JournalReader.Journal read = JournalReader.readAll(file);
      assertEquals(lines, read.records().size());
      assertEquals(length > 0 && prefix[length - 1] != '\n', read.isTorn());
      try (JournalWriter journal = runs().goOn(runId)) {
        assertEquals(lines + 1, journal.append(NOW, "resumed", Map.of(), false).sequence());
      }
      assertEquals(lines + 1, JournalReader.readAll(file).records().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "",
        "[]",
        "{\"at\":\"2026-11-21T19:40:52Z\",\"sequence\":2}",
        "{\"at\":\"yesterday\",\"sequence\":2,\"kind\":\"x\"}",
        "{\"at\":\"2026-11-21T19:40:52Z\",\"sequence\":7,\"kind\":\"x\"}",
        "{\"at\":\"2026-11-21T19:40:52Z\",\"sequence\":\"2\",\"kind\":\"x\"}",
        "{\"at\":\"2026-11-21T19:40:52Z\",\"sequence\":2,\"kind\":\"x\",\"kind\":\"y\"}",
      })
  void aBadLineIsNamed(String line) throws Exception {
    try (JournalWriter journal = begin()) {
      journal.append(NOW, "started", Map.of(), false);
      Files.writeString(journal.file(), line + "\n", StandardOpenOption.APPEND);
      journal.append(NOW, "step", Map.of(), false);
      assertTrue(unreadable(journal.file()).diagnostic().message().startsWith("line 2 of"));
    }
  }

  @Test
  void bytesThatAreNoText() throws Exception {
    try (JournalWriter journal = begin()) {
      Files.write(journal.file(), new byte[] {'"', (byte) 0xff, '"', '\n'});
      assertEquals(
          "it is not UTF-8", unreadable(journal.file()).diagnostic().cause().orElseThrow());
    }
  }

  @Test
  void theLengthOfALineIsBounded() throws Exception {
    try (JournalWriter journal = begin()) {
      Files.write(journal.file(), new byte[JournalWriter.LINE_LIMIT + 2]);
      unreadable(journal.file());
      StateException refused =
          assertThrows(
              StateException.class,
              () ->
                  journal.append(
                      NOW, "x", Map.of("a", "x".repeat(JournalWriter.LINE_LIMIT)), false));
      assertEquals(Code.J002, refused.diagnostic().code());
    }
  }

  @Test
  void anInterruptDoesNotEndTheJournal() throws Exception {
    try (JournalWriter journal = begin()) {
      Thread.currentThread().interrupt();
      journal.append(NOW, "cancelled", Map.of(), true);
      assertTrue(Thread.interrupted());
      journal.append(NOW, "cleaned up", Map.of(), true);
      assertEquals(2, JournalReader.readAll(journal.file()).records().size());
    }
  }

  @Test
  void afterAFailureNothingIsTaken() throws Exception {
    JournalWriter journal = begin();
    journal.close();
    assertEquals(
        Code.J002,
        assertThrows(StateException.class, () -> journal.append(NOW, "x", Map.of(), false))
            .diagnostic()
            .code());
  }

  @Test
  void severalThreadsWriteWholeLines() throws Exception {
    try (JournalWriter journal = begin()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        threads.add(
            Thread.startVirtualThread(() -> {
              for (int n = 0; n < 50; n++) {
                try {
                  journal.append(NOW, "step", Map.of("text", "x".repeat(500)), false);
                } catch (StateException e) {
                  throw new IllegalStateException(e);
                }
              }
            }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(400, JournalReader.readAll(journal.file()).records().size());
    }
  }

  @Test
  void aRecordKeepsItsOwnNames() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new JournalRecord(1, NOW, "x", Map.of("sequence", 2)));
  }

  @Test
  void idsSortByTimeAndNeverComeTwice() throws Exception {
    String first = closed(runs().begin(NOW));
    String second = closed(runs().begin(NOW));
    String later = closed(runs().begin(NOW.plusSeconds(1)));
    assertTrue(first.matches("20261121-194052-[0-9a-f]{4}"), first);
    assertTrue(second.startsWith("20261121-194052-"));
    assertEquals(List.of(later, second, first), runs().list());
    assertEquals(List.of(later), runs().find("20261121-194053"));
    assertEquals(3, runs().find("").size());
    assertEquals(List.of(), runs().find("../"));
  }

  private static String closed(JournalWriter journal) throws StateException {
    journal.close();
    return journal.runId();
  }

  @Test
  void idsThatAreTakenAreNotWaitedForEver() throws Exception {
    for (int i = 0; i < 100; i++) {
      closed(runs().begin(NOW));
    }
    assertEquals(
        Code.J002, assertThrows(StateException.class, () -> runs().begin(NOW)).diagnostic().code());
  }

  @Test
  void onlyJournalsAreListed() throws Exception {
    closed(begin());
    Path folder = temporary.resolve("state").resolve("runs");
    Files.createFile(folder.resolve("notes.jsonl"));
    Files.createFile(folder.resolve("20261121-194052-abcd.txt"));
    assertEquals(1, runs().list().size());
    for (String runId : List.of("../../etc/passwd", "", "notes")) {
      assertThrows(StateException.class, () -> runs().journal(runId));
    }
  }

  @Test
  void aLinkInPlaceOfAJournalIsRefused() throws Exception {
    Path secret = Files.writeString(temporary.resolve("secret"), "x\n");
    runs().list();
    Path link = temporary.resolve("state").resolve("runs").resolve("20261121-194052-abcd.jsonl");
    Files.createSymbolicLink(link, secret);
    assertThrows(StateException.class, () -> runs().journal("20261121-194052-abcd"));
    assertThrows(StateException.class, () -> new JournalReader(link));
    assertThrows(StateException.class, () -> runs().goOn("20261121-194052-abcd"));
  }

  @Test
  void aFullDisk() {
    // /dev/full takes nothing, as a full disk does: full(4).
    StateException refused =
        assertThrows(
            StateException.class,
            () -> {
              JournalWriter journal = new JournalWriter("x", Path.of("/dev/full"), 0);
              journal.append(NOW, "x", Map.of(), false);
            });
    assertEquals(Code.J002, refused.diagnostic().code());
  }
}
