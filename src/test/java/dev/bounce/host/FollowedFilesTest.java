package dev.bounce.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.HostException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files that are followed. */
final class FollowedFilesTest {
  private static final int REPLACEMENTS = 1_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private Path file;
  private FollowedFiles followed;

  @BeforeEach
  void follow() throws IOException {
    file = Files.writeString(folder.resolve("web.log"), "before\n");
    LocalHost host = new LocalHost(folder);
    followed =
        new FollowedFiles(
            host,
            () -> {
              Map<Path, String> found = new TreeMap<>();
              for (Path path : host.glob("*.log")) {
                found.put(path, FollowedFiles.nameOf(path));
              }
              return found;
            },
            "*.log");
  }

  @AfterEach
  void close() {
    followed.close();
  }

  private void add(Path path, String text) throws IOException {
    Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private List<LogPortion> look(boolean last) {
    return followed.look(last, SECOND);
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (LogPortion portion : look(false)) {
      assertEquals(Optional.empty(), portion.trouble());
      portion.lines().forEach(line -> lines.add(portion.source() + "|" + line));
    }
    return lines;
  }

  @Test
  void aLineIsShownWhenItIsWhole() throws Exception {
    assertEquals(List.of(), lines());
    add(file, "one\r\ntw");
    assertEquals(List.of("web|one"), lines());
    add(file, "o\n\nthree");
    assertEquals(List.of("web|two", "web|"), lines());
    assertEquals(List.of("three"), look(true).getFirst().lines());
    assertEquals(List.of(), look(true));
  }

  /** Also the line that was written after the last look and before the renaming. */
  @Test
  void noLineIsLostWhenTheLogIsRotated() throws Exception {
    add(file, "one\n");
    lines();
    add(file, "late\nunended");
    Files.move(file, folder.resolve("web.log.1"));
    assertEquals(List.of("web|late"), lines());
    add(folder.resolve("web.log.1"), " but ended\nlatest\n");
    add(file, "first of the new one\n");
    assertEquals(
        List.of("web|unended but ended", "web|latest", "web|first of the new one"), lines());
    Files.delete(folder.resolve("web.log.1"));
    add(file, "second\n");
    assertEquals(List.of("web|second"), lines());
  }

  @Test
  void aDeletedFileIsReadToItsEnd() throws Exception {
    add(file, "last words\n");
    Files.delete(file);
    assertEquals(List.of("web|last words"), lines());
    List<LogPortion> portions = look(false);
    assertEquals(Optional.of("web.log is not there"), portions.getFirst().trouble());
    add(file, "again\n");
    assertEquals(List.of("web|again"), lines());
  }

  /** Whoever writes it may only be about to start. */
  @Test
  void aFileThatIsAwaitedIsMissedOnlyAtTheEnd() throws Exception {
    Path awaited = folder.resolve("awaited");
    try (FollowedFiles one =
        new FollowedFiles(new LocalHost(), () -> Map.of(awaited, "it"), "all")) {
      for (int looks = 0; looks < 3; looks++) {
        assertEquals(List.of(), one.look(false, SECOND));
      }
      add(awaited, "here\n");
      assertEquals(List.of("here"), one.look(false, SECOND).getFirst().lines());
    }
    try (FollowedFiles one =
        new FollowedFiles(new LocalHost(), () -> Map.of(folder.resolve("none"), "it"), "all")) {
      assertEquals(
          Optional.of(folder.resolve("none") + " is not there"),
          one.look(true, SECOND).getFirst().trouble());
    }
  }

  @Test
  void anEmptiedFileIsReadFromItsBeginning() throws Exception {
    add(file, "a long line before it is emptied\n");
    lines();
    Files.writeString(file, "short\n");
    assertEquals(List.of("web|short"), lines());
    Files.writeString(file, "");
    assertEquals(List.of(), lines());
    add(file, "more\n");
    assertEquals(List.of("web|more"), lines());
  }

  @Test
  void aFileThatComesLaterIsReadFromItsBeginning() throws Exception {
    add(folder.resolve("worker.log"), "hello\n");
    assertEquals(List.of("worker|hello"), lines());
  }

  @Test
  void whatIsNoRegularFileIsTold() throws Exception {
    Files.createSymbolicLink(folder.resolve("link.log"), Path.of("/etc/hostname"));
    Files.createDirectory(folder.resolve("folder.log"));
    assertEquals(List.of(), look(false), "it may be on its way");
    List<String> troubles =
        look(false).stream().flatMap(portion -> portion.trouble().stream()).toList();
    assertEquals(
        List.of(
            folder.resolve("folder.log") + " is no regular file",
            folder.resolve("link.log") + " is no regular file"),
        troubles);
  }

  @Test
  void bytesThatAreNoTextAreShownAsSuch() throws Exception {
    Files.write(file, new byte[] {'a', (byte) 0xff, '\n'}, StandardOpenOption.APPEND);
    assertEquals(List.of("web|a\ufffd"), lines());
  }

  @Test
  void aCharacterMayComeInTwoPieces() throws Exception {
    byte[] euro = "€\n".getBytes(StandardCharsets.UTF_8);
    Files.write(file, new byte[] {euro[0], euro[1]}, StandardOpenOption.APPEND);
    assertEquals(List.of(), lines());
    Files.write(file, new byte[] {euro[2], euro[3]}, StandardOpenOption.APPEND);
    assertEquals(List.of("web|€"), lines());
  }

  /** Reading goes on although the thread is interrupted, which would close a channel. */
  @Test
  void anInterruptedThreadReadsOn() throws Exception {
    add(file, "one\n");
    Thread.currentThread().interrupt();
    assertEquals(List.of("web|one"), lines());
    assertTrue(Thread.interrupted());
    add(file, "two\n");
    assertEquals(List.of("web|two"), lines());
  }

  @Test
  void aFloodAndALineWithoutEndAreBounded() throws Exception {
    add(file, "x".repeat(5 * AddedLines.LINE_BYTES) + "\n" + "y\n".repeat(3 * AddedLines.MOST));
    LogPortion portion = look(false).getFirst();
    assertEquals(AddedLines.LINE_BYTES, portion.lines().getFirst().length());
    assertEquals(AddedLines.MOST, portion.lines().size());
    assertEquals(2 * AddedLines.MOST + 1, portion.omitted());
  }

  /** A line without an end is told when nothing follows it any more, and not in two parts. */
  @Test
  void theLastLooksComeToTheEnd() throws Exception {
    add(file, "one\nun");
    assertEquals(List.of("one"), look(true).getFirst().lines());
    add(file, "ended");
    assertEquals(List.of("unended"), look(true).getFirst().lines());
    assertEquals(List.of(), look(true));
  }

  @Test
  void whatThereIsNoTimeForIsTold() throws Exception {
    add(file, "one\n");
    assertEquals(List.of(), followed.look(false, Duration.ZERO));
    LogPortion portion = followed.look(true, Duration.ZERO).getFirst();
    assertEquals(Optional.of("web.log was not looked at in time"), portion.trouble());
    assertEquals(List.of("web|one"), lines());
  }

  /** The container that holds the files may just be restarting, also at the beginning. */
  @Test
  void whatCannotBeFoundForAMomentIsNoTrouble() throws Exception {
    AtomicInteger failing = new AtomicInteger(2);
    FollowedFiles.Finder finder =
        () -> {
          if (failing.getAndDecrement() > 0) {
            throw new HostException(Reason.ABSENT, "it does not run");
          }
          return Map.of(file, "it");
        };
    try (FollowedFiles one = new FollowedFiles(new LocalHost(), finder, "all")) {
      assertEquals(List.of(), one.look(false, SECOND));
      assertEquals(List.of(), one.look(false, SECOND), "lines of before count as added");
      failing.set(2);
      assertEquals(List.of(), one.look(false, SECOND));
      LogPortion portion = one.look(false, SECOND).getFirst();
      assertEquals(Optional.of("it does not run"), portion.trouble());
      add(file, "one\n");
      assertEquals(List.of("one"), one.look(false, SECOND).getFirst().lines());
    }
  }

  /** It is old as long as it has been there, whether or not it could be opened. */
  @Test
  void linesOfBeforeAreNotShownWhereTheFileCouldNotBeOpenedAtFirst() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
    Path beyond = link.resolve("web.log");
    try (FollowedFiles one =
        new FollowedFiles(new LocalHost(), () -> Map.of(beyond, "it"), "all")) {
      assertEquals(List.of(), one.look(false, SECOND));
      Files.delete(link);
      Files.createSymbolicLink(link, folder);
      assertEquals(List.of(), one.look(false, SECOND));
      add(file, "one\n");
      assertEquals(List.of("one"), one.look(false, SECOND).getFirst().lines());
    }
  }

  /** Each of the files has one line; some of them are gone before they are seen. */
  @Test
  void aFileThatIsReplacedWhileItIsOpenedIsReadOnce() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Path next = folder.resolve("next");
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int i = 0; i < REPLACEMENTS; i++) {
                  Files.writeString(next, i + "\n");
                  Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                ended.set(true);
              }
            });
    List<String> lines = new ArrayList<>();
    try (LocalFollowedFile one = new LocalFollowedFile(file, false)) {
      AddedLines added = new AddedLines("it");
      while (!ended.get()) {
        try {
          one.look(added);
        } catch (HostException e) {
          assertEquals(file + " is replaced all the time", e.message());
        }
        lines.addAll(added.take(false, Optional.empty()).lines());
      }
    }
    writer.join();
    assertEquals(lines.stream().distinct().toList(), lines);
  }
}
