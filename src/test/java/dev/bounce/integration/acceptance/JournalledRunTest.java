package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.JournalFile;
import dev.bounce.testbed.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves behind on disk, and what it says as NDJSON. */
@Tag("integration")
final class JournalledRunTest {
  private static final String SERVICE =
      "service pair { via process; members 2; command [\"sleep\", \"300\"] }\n";

  @TempDir private Path folder;

  private CommandLineRun commands = new CommandLineRun(Path.of("."));
  private Path state = Path.of(".");

  @BeforeEach
  void prepare() {
    state = folder.resolve("state");
    commands = new CommandLineRun(state);
  }

  @AfterEach
  void endPair() throws Exception {
    run(SERVICE + "stop pair\n");
  }

  private Outcome run(String text, String... options) throws Exception {
    Path runbook = Files.writeString(folder.resolve("a.runbook"), text);
    String[] arguments =
        Stream.concat(Stream.of(runbook.toString()), Stream.of(options)).toArray(String[]::new);
    return commands.stateful("run", arguments);
  }

  @Test
  void effectsArePlannedThenSentThenProven() throws Exception {
    assertEquals(0, run(SERVICE + "restart pair\n").exitCode());
    List<String> kinds = JournalFile.newest(state).kinds();
    int planned = kinds.indexOf("effects-planned");
    int sent = kinds.indexOf("effect-sent");
    int proven = kinds.indexOf("proven");
    assertTrue(kinds.indexOf("observed") < planned, kinds::toString);
    assertTrue(0 < planned && planned < sent && sent < proven, kinds::toString);
    assertEquals("run-started", kinds.getFirst());
    assertEquals("run-finished", kinds.getLast());
    for (JsonNode effect : JournalFile.newest(state).of("effect-sent", 2)) {
      assertTrue(
          JournalFile.newest(state).has("effects-planned", effect.get("effect").asText()),
          effect::toString);
    }
  }

  @Test
  void sequencesAreWithoutAGap() throws Exception {
    run(SERVICE + "restart pair\nparallel { log \"a\"; log \"b\" }\n");
    List<JsonNode> records = JournalFile.newest(state).records();
    for (int i = 0; i < records.size(); i++) {
      assertEquals(i + 1, records.get(i).get("sequence").asInt());
    }
  }

  @Test
  void nobodyElseCanReadIt() throws Exception {
    run(SERVICE + "start pair\n");
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.toList()) {
        String wanted = Files.isDirectory(file) ? "rwx------" : "rw-------";
        String found = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        assertEquals(wanted, found, file::toString);
      }
    }
  }

  @Test
  void eventLinesAreTheJournal() throws Exception {
    Outcome outcome =
        run(SERVICE + "start pair\nwait healthy pair\nfail \"so\"\n", "--format=json");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertEquals("", outcome.err());
    JournalFile lines = JournalFile.of(outcome.out());
    JournalFile journal = JournalFile.newest(state);
    assertEquals(journal.kinds(), lines.kinds());
    assertEquals(outcome.out().lines().count(), lines.records().size());
    for (int i = 0; i < lines.records().size(); i++) {
      JsonNode line = lines.records().get(i);
      JsonNode entry = journal.records().get(i);
      line.properties().forEach(field -> assertEquals(field.getValue(), entry.get(field.getKey())));
    }
  }

  @Test
  void aRunIsToldAgain() throws Exception {
    Outcome ran = run(SERVICE + "restart pair\nlog \"said\"\n");
    Outcome shown = commands.stateful("show");
    assertEquals(ran.out(), shown.out());
    String id = JournalFile.newest(state).of("run-started", 1).getFirst().get("run").asText();
    assertEquals(shown, commands.stateful("show", id));
    assertEquals(shown, commands.stateful("show", id.substring(0, id.length() - 1)));
    Outcome json = commands.stateful("show", id, "--format", "json");
    assertEquals(JournalFile.newest(state).records(), JournalFile.of(json.out()).records());
  }

  @Test
  void whatAFailedRunHasReportedIsToldAgain() throws Exception {
    Outcome ran = run(SERVICE + "restart pair\nfail \"so\"\nlog \"never\"\n");
    assertTrue(ran.out().contains("error[R009]: so"), ran::all);
    assertTrue(ran.out().contains("not done:"), ran::all);
    assertEquals(ran.out(), commands.stateful("show").out());
  }

  @Test
  void theHistoryIsNewestFirst() throws Exception {
    run("log \"first\"\n");
    run("fail \"second\"\n");
    run("restrat pair\n");
    Outcome history = commands.stateful("history");
    List<String> rows = history.out().lines().toList();
    assertEquals(2, rows.size(), "what does not compile is no run:\n" + history.all());
    assertTrue(rows.get(0).contains("  failed  ") && rows.get(1).contains("  done  "));
    Outcome json = commands.stateful("history", "--format", "json", "-n", "1");
    assertEquals("failed", new ObjectMapper().readTree(json.out()).get("status").asText());

    Files.writeString(newestJournal(), "garbage\nmore\n");
    Outcome damaged = commands.stateful("history");
    assertEquals(5, damaged.exitCode(), damaged::all);
    assertTrue(damaged.err().contains("error[J003]"), damaged::all);
    assertTrue(damaged.out().startsWith(rows.get(1).substring(0, 20)), damaged::all);
  }

  private Path newestJournal() throws Exception {
    try (Stream<Path> files = Files.list(state.resolve("runs"))) {
      return files.sorted().toList().getLast();
    }
  }

  @Test
  void aStateDirectoryThatOthersMayWriteIsRefused() throws Exception {
    Files.createDirectories(state);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    Outcome outcome = run("log \"said\"\n");
    assertEquals(5, outcome.exitCode(), outcome::all);
    assertTrue(outcome.err().contains("error[J001]"), outcome::all);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aTornLastLineIsSaidToBeTorn() throws Exception {
    run("log \"first\"\n");
    try (Stream<Path> files = Files.list(state.resolve("runs"))) {
      Path journal = files.findFirst().orElseThrow();
      String text = Files.readString(journal);
      Files.writeString(journal, text.substring(0, text.length() - 20));
    }
    Outcome shown = commands.stateful("show");
    assertEquals(0, shown.exitCode(), shown::all);
    assertTrue(shown.out().endsWith("unfinished; its last line is torn\n"), shown::all);
  }
}
