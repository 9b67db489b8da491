package dev.bounce.backend.master;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.host.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of third users: believed later, by their processes, but never where all may write. */
final class ServerFileTest {
  private static final int NOBODY = 65_534;
  private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

  @TempDir private Path folder;

  private final LocalHost host = new LocalHost();

  private static Path ofAThirdUser(Path file) throws IOException {
    Files.writeString(file, "pid: 1");
    Files.setAttribute(file, "unix:uid", NOBODY);
    return file;
  }

  @Test
  void ofAThirdUserInHisOwnFolder() throws Exception {
    if (!IS_ROOT) {
      return; // nobody else may give files away
    }
    Path file = ofAThirdUser(folder.resolve("state"));
    ServerFile found = ServerFile.read("state file", file, 100, host).orElseThrow();
    assertEquals("pid: 1", found.text());
    assertTrue(!found.trusted() && found.status().isRegular());
  }

  @Test
  void ofAThirdUserWhereEverybodyMayWrite() throws Exception {
    if (!IS_ROOT) {
      return;
    }
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path file = ofAThirdUser(open.resolve("state"));
    BackendException refused =
        assertThrows(BackendException.class, () -> ServerFile.read("state file", file, 100, host));
    assertEquals(Code.B007, refused.code());
    assertTrue(refused.why().orElse("").contains("everybody can write to its folder"));
  }
}
