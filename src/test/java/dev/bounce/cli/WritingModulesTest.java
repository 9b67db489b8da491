package dev.bounce.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who follows {@code docs/writing-modules.md} step by step comes to a module that works. */
class WritingModulesTest {
  private static final Path PAGE = Path.of("docs", "writing-modules.md");

  /** A part of a file that the page builds; its parts follow each other. */
  private static final Pattern PART =
      Pattern.compile(
          "^<!-- file: (\\S+) -->\n<!-- check: syntax -->\n```runbook\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir private static Path folder;

  @BeforeAll
  static void writeTheFilesOfThePage() throws IOException {
    Matcher part = PART.matcher(Golden.read(PAGE));
    while (part.find()) {
      Files.writeString(
          folder.resolve(part.group(1)),
          part.group(2),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  @Test
  void theTestsOfTheModulePass() {
    Transcript told = Transcript.of("test", folder.resolve("groups.runbook").toString());
    assertTrue(told.text().contains("3 passed, 0 failed"), told::text);
  }

  @Test
  void theFilesAreLaidOut() {
    for (String file : new String[] {"groups.runbook", "restart.runbook"}) {
      assertEquals(
          "exit 0\n",
          Transcript.of("fmt", "--check", folder.resolve(file).toString()).toString(),
          file);
    }
  }

  @Test
  void theRunbookThatUsesItHasAPlan() {
    Transcript told = Transcript.of("plan", folder.resolve("restart.runbook").toString());
    assertEquals(0, told.exitCode(), told::text);
    assertTrue(told.text().contains("shop-web"), told::text);
  }
}
