package dev.bounce.backend.master;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.master.Sighting.Missing;
import dev.bounce.backend.master.Sighting.Seen;
import dev.bounce.diag.Code;
import dev.bounce.host.FileStatus;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.host.RunningProcess;
import dev.bounce.testbed.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, and pid files that are right, stale, or somebody else's. */
final class SightingTest {
  private static final MasterProgram SHELL =
      new MasterProgram("sh", arguments -> arguments.getFirst().endsWith("sh"));

  @TempDir Path folder;
  private final Host host = new LocalHost();
  private Process master;

  @BeforeEach
  void start() throws IOException {
    master = new ProcessBuilder("sh", "-c", "sleep 300 & sleep 300 & wait").start();
  }

  @AfterEach
  void end() {
    master.descendants().forEach(ProcessHandle::destroyForcibly);
    master.destroyForcibly();
  }

  @Test
  void aMasterIsSeenWithItsChildren() throws Exception {
    Path file = pidFile(master.pid());
    Eventually.holds(() -> "two children", () -> seen(file).children().size() == 2);
    assertEquals(master.pid(), seen(file).master().identity().pid());
    assertTrue(
        seen(file).children().stream().allMatch(it -> it.arguments().getFirst().equals("sleep")));
  }

  @Test
  void withoutAPidFileThereIsNone() throws Exception {
    Path none = folder.resolve("none.pid");
    Path empty = Files.writeString(folder.resolve("empty.pid"), "\n");
    assertEquals("there is no pid in " + none, detail(none));
    assertEquals("there is no pid in " + empty, detail(empty));
  }

  @Test
  void anEndedProcessLeavesAStalePidFile() throws Exception {
    Path file = pidFile(master.pid());
    end();
    master.waitFor();
    assertEquals(new Missing("stale pid file: pid " + master.pid() + " has ended"), look(file));
  }

  @Test
  void anotherProgramIsNotTheMaster() throws Exception {
    Path file = pidFile(ProcessHandle.current().pid());
    Missing missing = assertInstanceOf(Missing.class, look(file));
    assertTrue(missing.detail().endsWith("is not sh but another process"), missing::detail);
  }

  @Test
  void aProcessThatIsYoungerThanTheFileHasARecycledPid() throws Exception {
    Path file = pidFile(master.pid());
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
    Missing missing = assertInstanceOf(Missing.class, look(file));
    assertTrue(missing.detail().endsWith("started after the file was written"), missing::detail);
  }

  @Test
  void aFileThatEverybodyCanWriteIsNotBelieved() throws Exception {
    Path file = pidFile(master.pid());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertNotBelieved(file, "everybody can write it (mode 666)");
  }

  @Test
  void neitherALinkNorAFolderNorAWordIsBelieved() throws Exception {
    Path link = folder.resolve("link.pid");
    Files.createSymbolicLink(link, pidFile(master.pid()));
    assertNotBelieved(link, "it is a symbolic link");
    assertNotBelieved(folder, "it is not a regular file");
    Path word = Files.writeString(folder.resolve("word.pid"), "soon\n");
    assertNotBelieved(word, "no pid stands in it");
  }

  @Test
  void aStrangersFileIsBelievedOnlyOfHisOwnProcess() throws Exception {
    Path file = pidFile(master.pid());
    FileStatus real = host.status(file).orElseThrow();
    List<RunningProcess> processes = host.processes();
    int own = host.process(master.pid()).orElseThrow().userId();
    assertInstanceOf(
        Seen.class, Sighting.of(note(file, real, own), SHELL, processes, host), "his own");
    BackendException refused =
        assertThrows(
            BackendException.class,
            () -> Sighting.of(note(file, real, own + 4711), SHELL, processes, host));
    assertEquals(Code.B007, refused.code());
  }

  private Optional<PidNote> note(Path file, FileStatus real, int owner) {
    FileStatus status = new FileStatus(real.inode(), owner, real.mode(), real.modifiedAt());
    return Optional.of(
        new PidNote(master.pid(), new ServerFile("pid file", file, "", status, false)));
  }

  private void assertNotBelieved(Path file, String why) {
    BackendException refused = assertThrows(BackendException.class, () -> look(file));
    assertEquals(Code.B007, refused.code());
    assertEquals(Optional.of(why), refused.why());
    assertTrue(refused.hint().isPresent());
  }

  private Seen seen(Path file) throws BackendException {
    return assertInstanceOf(Seen.class, look(file));
  }

  private String detail(Path file) throws BackendException {
    Path next = folder.resolve("next.pid");
    return Succession.look(new Succession.PidFiles(file, file, next), SHELL, host).detail();
  }

  private Sighting look(Path file) throws BackendException {
    return Sighting.of(PidNote.read(file, host), SHELL, Sighting.processes(host), host);
  }

  private Path pidFile(long pid) throws IOException {
    return Files.writeString(folder.resolve("master.pid"), pid + "\n");
  }
}
