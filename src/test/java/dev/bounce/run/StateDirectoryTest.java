package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State directory 0700, its files 0600, owner checked, symbolic links not followed. */
final class StateDirectoryTest {
  private static final int SOMEBODY = 65534;

  @TempDir private Path temporary = Path.of("");
  private Path place = Path.of("");

  @BeforeEach
  void place() {
    place = temporary.resolve("state");
  }

  static boolean isRoot() throws IOException {
    return Ownership.ofThisProcess().userId() == 0;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  private static void chmod(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private void refused(String cause) {
    StateException refused =
        assertThrows(StateException.class, () -> StateDirectory.open(place).runs());
    assertEquals(Code.J001, refused.diagnostic().code());
    String why = refused.diagnostic().cause().orElse("");
    assertTrue(why.contains(cause), why);
    assertTrue(refused.diagnostic().hint().isPresent());
  }

  @Test
  void whereItIs() {
    Path home = Path.of("/home/me");
    assertEquals(Path.of("/home/me/.local/state/bounce"), StateDirectory.locate(Map.of(), home));
    assertEquals(
        Path.of("/var/x/bounce"), StateDirectory.locate(Map.of("XDG_STATE_HOME", "/var/x"), home));
    assertEquals(
        Path.of("/home/me/.local/state/bounce"),
        StateDirectory.locate(Map.of("XDG_STATE_HOME", "relative", "BOUNCE_STATE", ""), home));
    assertEquals(
        Path.of("/s"),
        StateDirectory.locate(Map.of("XDG_STATE_HOME", "/var/x", "BOUNCE_STATE", "/s"), home));
  }

  @Test
  void allOfItIsMadeForItsOwnerOnly() throws Exception {
    place = temporary.resolve("a").resolve("b").resolve("bounce");
    StateDirectory state = StateDirectory.open(place);
    Path file = state.createFile(state.runs(), "x").orElseThrow();
    assertEquals("rwx------", mode(place));
    assertEquals("rwx------", mode(place.resolveSibling(".")));
    assertEquals("rwx------", mode(state.runs()));
    assertEquals("rwx------", mode(state.processes()));
    assertEquals("rw-------", mode(file));
    assertEquals(file, StateDirectory.open(place).existingFile(state.runs(), "x"));
  }

  @Test
  void aFileThatIsThereIsNotMadeAgain() throws Exception {
    StateDirectory state = StateDirectory.open(place);
    Files.createSymbolicLink(state.runs().resolve("link"), temporary.resolve("elsewhere"));
    assertTrue(state.createFile(state.runs(), "link").isEmpty());
    assertTrue(Files.notExists(temporary.resolve("elsewhere")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---", "rwx----w-", "rwxr-xr-x"})
  void openToOthers(String mode) throws IOException {
    Files.createDirectory(place);
    chmod(place, mode);
    refused("others may use it");
    assertEquals(mode, mode(place));
  }

  @Test
  void aPartOfItThatIsOpenToOthers() throws Exception {
    StateDirectory.open(place).runs();
    chmod(place.resolve("runs"), "rwxrwxrwx");
    refused("others may use it");
  }

  @Test
  void aFileThatOthersMayWrite() throws Exception {
    StateDirectory state = StateDirectory.open(place);
    Path file = state.createFile(state.runs(), "x").orElseThrow();
    chmod(file, "rw-rw-rw-");
    assertThrows(StateException.class, () -> state.existingFile(state.runs(), "x"));
  }

  @Test
  void aLinkInItsPlace() throws Exception {
    Path target = Files.createDirectory(temporary.resolve("target"));
    chmod(target, "rwx------");
    Files.createSymbolicLink(place, target);
    refused("symbolic link");
  }

  @Test
  void aDanglingLinkInItsPlace() throws Exception {
    Files.createSymbolicLink(place, temporary.resolve("nowhere"));
    refused("symbolic link");
    assertTrue(Files.notExists(temporary.resolve("nowhere")));
  }

  @Test
  void aLinkBelowIt() throws Exception {
    StateDirectory.open(place);
    Path target = Files.createDirectory(temporary.resolve("target"));
    chmod(target, "rwx------");
    Files.createSymbolicLink(place.resolve("runs"), target);
    refused("symbolic link");
  }

  @Test
  void aLinkInPlaceOfAFile() throws Exception {
    StateDirectory state = StateDirectory.open(place);
    Path target = Files.createFile(temporary.resolve("target"));
    Files.createSymbolicLink(state.runs().resolve("x"), target);
    assertThrows(StateException.class, () -> state.existingFile(state.runs(), "x"));
  }

  @Test
  void aFileInItsPlace() throws Exception {
    Files.createFile(place);
    chmod(place, "rw-------");
    refused("no directory");
  }

  @Test
  void aWayToItThatEverybodyMayChange() throws Exception {
    Path open = Files.createDirectory(temporary.resolve("open"));
    chmod(open, "rwxrwxrwx");
    place = open.resolve("state");
    refused("everybody may rename");
    Files.setAttribute(open, "unix:mode", 01777);
    StateDirectory.open(place);
  }

  @Test
  @EnabledIf("isRoot")
  void somebodyElsesDirectory() throws Exception {
    StateDirectory.open(place);
    Files.setAttribute(place, "unix:uid", SOMEBODY);
    refused("it belongs to uid 65534");
  }

  @Test
  @EnabledIf("isRoot")
  void somebodyElsesFile() throws Exception {
    StateDirectory state = StateDirectory.open(place);
    Path file = state.createFile(state.runs(), "x").orElseThrow();
    Files.setAttribute(file, "unix:uid", SOMEBODY);
    assertThrows(StateException.class, () -> state.existingFile(state.runs(), "x"));
  }

  @Test
  @EnabledIf("isRoot")
  void aWayToItThatSomebodyElseMayChange() throws Exception {
    Path theirs = Files.createDirectory(temporary.resolve("theirs"));
    Files.setAttribute(theirs, "unix:uid", SOMEBODY);
    place = theirs.resolve("state");
    refused("may rename what is in it");
    // … also when the way to it is a link of our own.
    Files.createSymbolicLink(temporary.resolve("link"), theirs);
    place = temporary.resolve("link").resolve("state");
    refused("may rename what is in it");
  }

  @Test
  void namesDoNotLeadOut() throws Exception {
    StateDirectory state = StateDirectory.open(place);
    for (String name : new String[] {"../x", "a/b", "/etc/passwd", "..", "."}) {
      assertThrows(
          IllegalArgumentException.class, () -> state.createFile(state.runs(), name), name);
    }
    assertThrows(IllegalArgumentException.class, () -> state.createFile(temporary, "x"));
  }

  @Test
  void theRootIsNoPlace() {
    place = Path.of("/");
    refused("root of the file system");
  }
}
