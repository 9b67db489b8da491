package dev.bounce.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What stat(2) says of a file.
 *
 * @param inode its number in its file system: a file that took another one's place has another
 * @param ownerUserId the uid that owns it
 * @param mode type and permission bits, inode(7)
 * @param modifiedAt when its content was last changed
 */
public record FileStatus(long inode, int ownerUserId, int mode, Instant modifiedAt) {
  private static final int WRITABLE_BY_OTHERS = 0002;
  private static final int FILE_TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int PERMISSIONS = 07777;

  /** Returns the status of a file of this machine; absent when it is not there or not seen. */
  static Optional<FileStatus> ofLocal(Path path) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(path, "unix:ino,uid,mode,lastModifiedTime");
      return Optional.of(
          new FileStatus(
              number(attributes, "ino").longValue(),
              number(attributes, "uid").intValue(),
              number(attributes, "mode").intValue(),
              time(attributes)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Number number(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof Number number) {
      return number;
    }
    throw new IOException("the file system does not tell " + name);
  }

  private static Instant time(Map<String, Object> attributes) throws IOException {
    if (attributes.get("lastModifiedTime") instanceof FileTime time) {
      return time.toInstant();
    }
    throw new IOException("the file system does not tell when a file was changed");
  }

  /** Tells whether it is neither a folder nor a device, socket or pipe. */
  public boolean isRegular() {
    return (mode & FILE_TYPE) == REGULAR;
  }

  /** Tells whether just anybody may write it. */
  public boolean isWritableByOthers() {
    return (mode & WRITABLE_BY_OTHERS) != 0;
  }

  /** Returns the permission bits. */
  public int permissions() {
    return mode & PERMISSIONS;
  }
}
