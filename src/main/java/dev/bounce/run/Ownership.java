package dev.bounce.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * As whom this process acts on files.
 *
 * @param userId the effective uid
 */
record Ownership(int userId) {
  private static final int OTHERS = 0077;
  private static final int WRITABLE_BY_ALL = 0002;
  private static final int STICKY = 01000;

  /**
   * Who owns a file, and what others may do with it.
   *
   * @param userId its owner
   * @param mode as of stat(2)
   */
  record Entry(int userId, int mode) {
    boolean isOpenToOthers() {
      return (mode & OTHERS) != 0;
    }

    boolean isWritableByAll() {
      return (mode & WRITABLE_BY_ALL) != 0;
    }

    /** Only the owners of what is in it may rename or delete that. */
    boolean isSticky() {
      return (mode & STICKY) != 0;
    }
  }

  /** Reads the effective uid from {@code /proc/self/status}, proc(5). */
  static Ownership ofThisProcess() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("Uid:")) {
        return new Ownership((int) Long.parseLong(line.split("\\s+", -1)[2]));
      }
    }
    throw new IOException("/proc/self/status names no uid");
  }

  /** Reads the owner of a file; a link is looked at itself. */
  static Entry of(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(file, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    return new Entry(
        attributes.get("uid") instanceof Integer userId ? userId : -1,
        attributes.get("mode") instanceof Integer mode ? mode : -1);
  }
}
