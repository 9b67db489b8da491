package dev.bounce.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bounce test}, and the tests that the runbooks of this project carry. */
class TestCommandTest {
  private static final String PASSING = "src/test/golden/test/passing/input.runbook";
  private static final String FAILING = "src/test/golden/test/failing-expect/input.runbook";

  static List<Path> cases() {
    return Golden.cases("test");
  }

  static List<Path> runbooks() throws IOException {
    try (Stream<Path> own = Files.walk(Path.of("runbooks"));
        Stream<Path> modules = Files.list(Path.of("stdlib"))) {
      return Stream.concat(own, modules)
          .filter(file -> file.toString().endsWith(".runbook"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tells(Path folder) {
    Transcript told = Transcript.of("test", "--seed", "7", folder + "/input.runbook");
    Golden.verify(folder.resolve("expected.txt"), told.toString());
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void whatTheProjectShipsPassesItsTests(Path file) throws IOException {
    boolean hasTests = Files.readString(file).lines().anyMatch(line -> line.startsWith("test "));
    Transcript told = Transcript.of("test", file.toString());
    assertEquals(hasTests ? 0 : 2, told.exitCode(), told::text);
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void whatTheProjectShipsIsSoundAndLaidOut(Path file) {
    assertEquals("exit 0\n", Transcript.of("check", file.toString()).toString());
    assertEquals("exit 0\n", Transcript.of("fmt", "--check", file.toString()).toString());
  }

  @ParameterizedTest
  @MethodSource("inventories")
  void anInventoryLeavesTheTestsPassing(Path inventory) {
    String name = inventory.getFileName().toString().split("[.]", 2)[0];
    String runbook = name.equals("inventory") ? "frappe-bench-supervisor" : name;
    Transcript told =
        Transcript.of("test", "runbooks/" + runbook + ".runbook", "-i", inventory.toString());
    assertEquals(0, told.exitCode(), told::text);
  }

  /** {@code canary.staging.yml} is for {@code canary.runbook}. */
  static List<Path> inventories() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("runbooks"))) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  @Test
  void theSameSeedTellsTheSame() {
    assertEquals(
        Transcript.of("test", "--seed", "99", FAILING),
        Transcript.of("test", "--seed", "99", FAILING));
  }

  @Test
  void aSeedThatWasChosenIsToldWhenATestFails() {
    assertTrue(Transcript.of("test", FAILING).text().matches("(?s).*seed [0-9]+: `--seed .*"));
    assertFalse(Transcript.of("test", PASSING).text().contains("seed"));
  }

  @Test
  void onlySomeTests() {
    assertEquals(
        "✓ a function  (0.0s)\n1 passed, 0 failed\nexit 0\n",
        Transcript.of("test", PASSING, "--filter", "function").toString());
    Transcript none = Transcript.of("test", PASSING, "--filter", "moon");
    assertEquals(2, none.exitCode());
    assertTrue(none.text().contains("no test with `moon` in its name"), none::text);
  }

  @Test
  void severalFilesAreNamed() {
    String text = Transcript.of("test", PASSING, "runbooks/quickstart.runbook").text();
    assertTrue(text.startsWith(PASSING + "\n✓ a function"), text);
    assertTrue(text.contains("\nrunbooks/quickstart.runbook: no tests\n"), text);
  }

  @Test
  void programsReadOneLineForEachTest() {
    List<String> lines =
        Transcript.of("test", FAILING, "--format", "json", "--seed", "7").text().lines().toList();
    assertEquals(3, lines.size());
    assertTrue(
        lines.get(1).startsWith("{\"test\":\"after the others\",\"file\":\"" + FAILING),
        lines.get(1));
    assertTrue(lines.get(1).contains("\"passed\":false"));
    assertTrue(lines.get(1).contains("\"code\":\"U005\""));
    assertTrue(lines.get(2).endsWith("\"seed\":7,\"problems\":[]}"), lines.get(2));
  }

  @Test
  void parametersReachTheTests(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.runbook");
    Files.writeString(
        file,
        """
        param tag: string
        log tag
        test "the tag is told" {
          run
          expect output matches tag
        }
        """);
    assertEquals(0, Transcript.of("test", file.toString(), "-p", "tag=v17").exitCode());
    Transcript without = Transcript.of("test", file.toString());
    assertEquals(1, without.exitCode());
    assertTrue(without.text().contains("P001"), without::text);
  }

  @Test
  void nothingReal(@TempDir Path folder) throws IOException {
    Path made = folder.resolve("made");
    Path file = folder.resolve("a.runbook");
    Files.writeString(
        file,
        """
        test "a command is not run" {
          run { run ["touch", "%s"]; sh "touch %s" }
          expect succeeded
          expect not exists("%s")
        }
        """
            .formatted(made, made, file));
    Transcript told = Transcript.of("test", file.toString());
    assertEquals(0, told.exitCode(), told::text);
    assertFalse(Files.exists(made));
  }
}
