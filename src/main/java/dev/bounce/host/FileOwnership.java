package dev.bounce.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern USER_IDS = Pattern.compile("Uid:\\s+[0-9]+\\s+([0-9]+).*");
  private static final int STICKY = 01000;

  /** Returns the ownership of a file of this machine; absent when it is not there or not seen. */
  public static Optional<FileOwnership> ofLocal(Path path) {
    try {
      Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,mode,owner");
      int userId = number(attributes, "uid");
      int mode = number(attributes, "mode");
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

  private static int number(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof Number number) {
      return number.intValue();
    }
    throw new IOException("the file system does not tell " + name);
  }

  /**
   * Returns the effective uid of this process: the second number behind Uid in proc(5)'s status.
   */
  private static int ownUserId() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      Matcher ids = USER_IDS.matcher(line);
      if (ids.matches()) {
        return Integer.parseInt(ids.group(1));
      }
    }
    throw new IOException("/proc/self/status has no Uid");
  }
}
