package dev.bounce.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.bounce.golden.RunbookCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digest of a plan names everything that the plan was made from. */
class PlanDigestTest {
  private static final Map<String, String> FILES =
      Map.of(
          "input.runbook",
          """
          use "./common.runbook" as common
          param tag: string = "v1"
          restart web
          common.greet tag
          """,
          "common.runbook",
          "define greet(name: string) { log name }\n",
          "inventory.yml",
          "services:\n  web: { via: { process: { command: [/srv/web] } } }\n",
          "parameters.txt",
          "tag=v2\n");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void theSameInputHasTheSameDigest() {
    assertEquals(digest(), digest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"input.runbook", "common.runbook", "inventory.yml"})
  void anyFileChangesIt(String file) throws IOException {
    String before = digest();
    Files.writeString(folder.resolve(file), FILES.get(file) + "# no more than a comment\n");
    assertNotEquals(before, digest());
  }

  @Test
  void anyParameterChangesIt() throws IOException {
    String before = digest();
    Files.writeString(folder.resolve("parameters.txt"), "tag=v3\n");
    assertNotEquals(before, digest());
  }

  private String digest() {
    RunbookCase.Outcome outcome = new RunbookCase(folder).outcome();
    return PlanDigest.of(
        outcome.plan().orElseThrow(() -> new AssertionError(outcome.diagnostics())));
  }
}
