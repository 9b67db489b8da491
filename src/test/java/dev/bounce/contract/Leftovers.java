package dev.bounce.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bounce.backend.BackendException;
import dev.bounce.testbed.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process has open and around it: sockets and pipes, child processes, temporary files.
 *
 * @param channels the sockets and pipes that are open, by inode
 * @param children the pids of child processes
 * @param files what lies in the folder for temporary files and is named after bounce
 */
record Leftovers(Set<String> channels, Set<Long> children, Set<Path> files) {
  private static final Duration LONG = Duration.ofSeconds(10);

  /** A call that may be interrupted. */
  interface Call {
    void call() throws BackendException;
  }

  /** Looks. */
  static Leftovers now() throws IOException {
    Set<String> channels = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:") || target.startsWith("pipe:")) {
            channels.add(target);
          }
        } catch (IOException _) {
          // It was closed while we looked.
        }
      }
    }
    Set<Long> children =
        ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new Leftovers(
          channels,
          children,
          files
              .filter(file -> file.getFileName().toString().startsWith("bounce"))
              .collect(Collectors.toSet()));
    }
  }

  /** Makes a call, interrupts it, and fails unless it ends then. */
  static void interrupted(Call call) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              begun.countDown();
              try {
                call.call();
              } catch (BackendException _) {
                // interrupted, as it should be
              }
            });
    begun.await();
    thread.join(Duration.ofMillis(300)); // let it get as far as waiting for an answer
    thread.interrupt();
    thread.join(LONG);
    assertFalse(thread.isAlive(), "it does not end when it is interrupted");
  }

  /** Fails unless all that was added since goes away again. */
  void assertNothingWasAdded() throws Exception {
    Eventually.holds(() -> "left behind: " + added(), () -> added().isEmpty());
  }

  private Set<Object> added() {
    try {
      Leftovers now = now();
      Set<Object> added = new HashSet<>();
      added.addAll(now.channels());
      added.addAll(now.children());
      added.addAll(now.files());
      added.removeAll(channels);
      added.removeAll(children);
      added.removeAll(files);
      return added;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
