package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.Endpoint;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.LocalHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class LocalHostFileTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir Path folder;

  private final LocalHost host = new LocalHost();

  @Test
  void whatIsWrittenIsItsOwnersAlone() throws Exception {
    Path path = folder.resolve("new/folders/file");
    host.write(path, "one");
    host.write(path, "two");
    assertEquals("two", host.readTrusted(path, 10));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())));
    try (var left = Files.list(path.getParent())) {
      assertEquals(List.of(path), left.toList());
    }
  }

  @Test
  void aLinkInPlaceOfTheFileIsReplaced() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "untouched");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    host.write(link, "new");
    assertEquals("untouched", Files.readString(target));
    assertFalse(Files.isSymbolicLink(link));
  }

  @Test
  void aLinkPointsElsewhereAtOnce() throws Exception {
    Files.createDirectories(folder.resolve("releases/1"));
    Files.createDirectories(folder.resolve("releases/2"));
    Path link = folder.resolve("current");
    host.link(link, Path.of("releases/1"));
    assertEquals(Path.of("releases/1"), Files.readSymbolicLink(link));
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger missed = new AtomicInteger();
    Thread watcher =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                if (!Files.isDirectory(link)) {
                  missed.incrementAndGet();
                }
              }
            });
    for (int i = 0; i < 500; i++) {
      host.link(link, folder.resolve("releases/" + (1 + i % 2)));
    }
    over.set(true);
    watcher.join();
    assertEquals(0, missed.get());
    assertEquals(folder.resolve("releases/2"), Files.readSymbolicLink(link));
    try (var left = Files.list(folder)) {
      assertEquals(2, left.count());
    }
  }

  @Test
  void whatIsNoLinkAndWhatPointsNowhereIsRefused() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "text");
    Path file = Files.writeString(folder.resolve("file"), "text");
    Path inner = Files.createDirectory(folder.resolve("folder"));
    for (Path taken : List.of(file, inner)) {
      HostException thrown = assertThrows(HostException.class, () -> host.link(taken, target));
      assertEquals(Reason.FAILED, thrown.reason());
      assertFalse(Files.isSymbolicLink(taken));
    }
    HostException thrown =
        assertThrows(
            HostException.class, () -> host.link(folder.resolve("new"), Path.of("nowhere")));
    assertEquals(Reason.ABSENT, thrown.reason());
    assertFalse(Files.isSymbolicLink(folder.resolve("new")));
  }

  @Test
  void aSecondNameIsNotTrusted() throws Exception {
    Path path = folder.resolve("file");
    host.write(path, "text");
    Files.createLink(folder.resolve("other"), path);
    HostException thrown = assertThrows(HostException.class, () -> host.readTrusted(path, 10));
    assertEquals(Reason.PERMISSION, thrown.reason());
  }

  @Test
  void readingIsBounded() throws Exception {
    Path path = Files.writeString(folder.resolve("file"), "12345");
    assertEquals("12345", host.read(path, 5));
    assertEquals(
        Reason.UNREADABLE, assertThrows(HostException.class, () -> host.read(path, 4)).reason());
    assertEquals(
        Reason.ABSENT,
        assertThrows(HostException.class, () -> host.read(folder.resolve("no"), 4)).reason());
  }

  @Test
  void theTailOfALongFileIsBounded() throws Exception {
    Path path = Files.writeString(folder.resolve("log"), "line\n".repeat(100_000) + "last\n");
    assertEquals(List.of("line", "last"), host.tail(path, 2));
    assertTrue(host.tail(path, 1_000_000).size() < 20_000);
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);
    assertEquals(List.of(), host.tail(link, 2));
    assertEquals(List.of(), host.tail(folder.resolve("no"), 2));
    assertEquals(List.of(), host.tail(folder, 2));
  }

  @Test
  void connectingTellsWhoIsThere() throws Exception {
    Endpoint endpoint;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      endpoint = new Endpoint.Tcp("127.0.0.1", server.getLocalPort());
      host.connect(endpoint, TIMEOUT);
    }
    assertEquals(Reason.ABSENT, refused(endpoint).reason());
    Path path = folder.resolve("socket");
    assertEquals(Reason.ABSENT, refused(new Endpoint.Unix(path)).reason());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      host.connect(new Endpoint.Unix(path), TIMEOUT);
    }
    assertEquals(Reason.ABSENT, refused(new Endpoint.Unix(path)).reason());
  }

  @Test
  void aHostThatDropsWhatItGetsIsATimeout() throws Exception {
    try (ServerSocketChannel full = ServerSocketChannel.open()) {
      full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      InetSocketAddress address = (InetSocketAddress) full.getLocalAddress();
      Endpoint endpoint = new Endpoint.Tcp("127.0.0.1", address.getPort());
      HostException thrown =
          assertThrows(
              HostException.class,
              () -> {
                // Nobody accepts: once the queue is full, the kernel drops what comes.
                for (int i = 0; i < 100; i++) {
                  host.connect(endpoint, Duration.ofMillis(100));
                }
              });
      assertEquals(Reason.TIMEOUT, thrown.reason());
    }
  }

  private HostException refused(Endpoint endpoint) {
    return assertThrows(HostException.class, () -> host.connect(endpoint, TIMEOUT));
  }
}
