package dev.bounce.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who owns a file and who may write it. What somebody unexpected may write must not direct bounce:
 * it may be running as root.
 *
 * @param owner the owner's name, or uid where there is no name
 * @param trusted whether the owner is root or the user of bounce
 * @param replaceable whether just anybody may write it; for a folder with the sticky bit, as {@code
 *     /tmp} has, nobody may take away what belongs to others, so it is not
 */
public record FileOwnership(String owner, boolean trusted, boolean replaceable) {
  private static final int WRITABLE_BY_OTHERS = 0002;
  private static final int STICKY = 01000;

  /** Returns the ownership of a file of this machine; absent when it is not there or not seen. */
  public static Optional<FileOwnership> ofLocal(Path path) {
    try {
      Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,mode,owner");
      int userId = ((Number) attributes.get("uid")).intValue();
      int mode = ((Number) attributes.get("mode")).intValue();
      boolean shared = Files.isDirectory(path) && (mode & STICKY) != 0;
      return Optional.of(
          new FileOwnership(
              String.valueOf(attributes.get("owner")),
              userId == 0 || userId == ownUserId(),
              (mode & WRITABLE_BY_OTHERS) != 0 && !shared));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * Returns the effective uid of this process: the second number behind Uid in proc(5)'s status.
   */
  private static int ownUserId() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("Uid:")) {
        return Integer.parseInt(line.split("\\s+")[2]);
      }
    }
    throw new IOException("/proc/self/status has no Uid");
  }
}
