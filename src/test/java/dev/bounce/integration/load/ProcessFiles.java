package dev.bounce.integration.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel tells of processes. */
final class ProcessFiles {
  private ProcessFiles() {}

  /** Returns a file of a process. */
  static String read(long pid, String name) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), name));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
