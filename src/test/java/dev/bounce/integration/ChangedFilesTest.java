package dev.bounce.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.ChangedFiles;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.HostException;
import dev.bounce.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What {@code changed(…)} finds in a real repository of git. */
@Tag("integration")
class ChangedFilesTest {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final int NOT_FOUND = 127;

  @TempDir private static Path repository;

  @BeforeAll
  static void makeRepository() throws Exception {
    if (git("init", "--quiet", "--initial-branch=main").exitCode() == NOT_FOUND
        && !"true".equals(System.getenv("BOUNCE_REQUIRE_COMPONENTS"))) {
      throw new TestAbortedException("git is not installed");
    }
    Files.createDirectories(repository.resolve("app"));
    Files.writeString(repository.resolve("app/old.py"), "x = 1\nprint(x)\n");
    Files.writeString(repository.resolve("Procfile"), "web: serve\n");
    commit("first");
    Files.move(repository.resolve("app/old.py"), repository.resolve("app/new.py"));
    Files.writeString(repository.resolve("app/größe \"1\"\n.txt"), "1\n");
    commit("second");
    Files.writeString(repository.resolve("Procfile"), "web: serve --fast\n");
    Files.writeString(repository.resolve("untracked"), "1\n");
  }

  private static void commit(String message) throws Exception {
    git("add", "--all");
    CommandResult result =
        git("-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "-qm", message);
    assertEquals(0, result.exitCode(), result.output());
  }

  private static CommandResult git(String... words) throws HostException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    return new LocalHost(repository).execute(CommandLine.of(command), BOUND, _ -> {});
  }

  private static List<String> changed(String range, String directory) throws HostException {
    return ChangedFiles.find(
        new LocalHost(repository), range, Optional.of(Path.of(directory)), BOUND);
  }

  @Test
  void twoRevisionsAreCompared() throws Exception {
    assertEquals(
        List.of("app/größe \"1\"\n.txt", "app/new.py", "app/old.py"),
        changed("HEAD~1..HEAD", ".").stream().sorted().toList());
    assertEquals(List.of(), changed("HEAD..HEAD", "."));
  }

  @Test
  void oneRevisionIsComparedWithTheWorkingTree() throws Exception {
    assertEquals(List.of("Procfile"), changed("HEAD", "."));
    assertTrue(changed("HEAD~1", ".").contains("Procfile"));
  }

  @Test
  void pathsBeginAtTheFolder() throws Exception {
    assertEquals(
        List.of("größe \"1\"\n.txt", "new.py", "old.py"),
        changed("HEAD~1", "app").stream().sorted().toList());
  }

  @Test
  void whatCannotBeToldIsAnError(@TempDir Path elsewhere) {
    assertFails("bad revision 'v9'", "v9", ".");
    assertFails("in no git repository", "HEAD", elsewhere.toString());
    assertFails("there is no directory", "HEAD", "missing");
    assertFails("is no range", "--output=/etc/passwd", ".");
    assertFails("is no range", "", ".");
  }

  private static void assertFails(String expected, String range, String directory) {
    HostException failure = assertThrows(HostException.class, () -> changed(range, directory));
    assertEquals(HostException.Reason.FAILED, failure.reason());
    assertTrue(failure.message().contains(expected), failure::message);
  }
}
