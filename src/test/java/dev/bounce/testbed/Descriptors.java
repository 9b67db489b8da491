package dev.bounce.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes have open, by the kernel's own account. */
public final class Descriptors {
  /** The number of a socket or a pipe; the random part of a file that is deleted at once. */
  private static final Pattern OWN_NAME = Pattern.compile(":\\[\\d+]|-\\w+ \\(deleted\\)$");

  private Descriptors() {}

  /**
   * Returns what a process has open: how often, by the name of the file, or by its kind where its
   * name is its own, as of a socket, a pipe or a file for a while.
   */
  public static Map<String, Integer> of(long pid) throws IOException {
    return in(Path.of("/proc", Long.toString(pid), "fd"));
  }

  /** Returns what this JVM has open. */
  public static Map<String, Integer> ofThisProcess() throws IOException {
    return in(Path.of("/proc/self/fd"));
  }

  private static Map<String, Integer> in(Path folder) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path descriptor : all.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          counts.merge(OWN_NAME.matcher(target).replaceAll(""), 1, Integer::sum);
        } catch (IOException gone) {
          // That of the listing itself, or one that was closed meanwhile.
        }
      }
    }
    return counts;
  }
}
