package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of this machine. It is held open, so that what was still written to it while it was
 * renamed or deleted is read to its end before the file that took its place.
 */
final class LocalFollowedFile implements FollowedFile {
  /** Bytes that one look reads. */
  private static final long LOOK_BYTES = 8L << 20;

  private final Path path;
  private final byte[] buffer = new byte[1 << 13];
  private Optional<Opened> opened = Optional.empty();
  private boolean there;

  /**
   * @param isNew whether what it holds already counts as added
   */
  LocalFollowedFile(Path path, boolean isNew) {
    this.path = path;
    if (!isNew) {
      try {
        opened = Optional.ofNullable(open(true));
        there = opened.isPresent();
      } catch (HostException _) {
        // The first look says so.
      }
    }
  }

  /** A file, by what the file system knows it by. */
  private static final class Opened {
    private final Object key;
    private final InputStream in;
    private long position;

    Opened(Object key, InputStream in, long position) {
      this.key = key;
      this.in = in;
      this.position = position;
    }
  }

  @Override
  public void look(AddedLines lines) throws HostException {
    try {
      long room = LOOK_BYTES;
      if (opened.isPresent()) {
        room -= copy(opened.get(), lines, room);
      }
      BasicFileAttributes now = attributes();
      there = now != null;
      if (now == null || room == 0 || isTheSame(now)) {
        return;
      }
      // Whoever wrote to the old one may have done so between our reading and its renaming.
      if (opened.isPresent()) {
        copy(opened.get(), lines, room);
        lines.endLine();
      }
      close();
      opened = Optional.ofNullable(open(false));
      if (opened.isPresent()) {
        copy(opened.get(), lines, room);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private boolean isTheSame(BasicFileAttributes now) {
    return opened.isPresent()
        && Objects.equals(opened.get().key, now.fileKey())
        && now.size() >= opened.get().position;
  }

  private long copy(Opened file, AddedLines lines, long room) throws IOException {
    long copied = 0;
    while (copied < room) {
      int count = file.in.read(buffer, 0, (int) Math.min(buffer.length, room - copied));
      if (count <= 0) {
        break;
      }
      lines.write(buffer, 0, count);
      file.position += count;
      copied += count;
    }
    return copied;
  }

  /** Opens what stands there now; nothing when it goes away meanwhile. */
  private @Nullable Opened open(boolean atItsEnd) throws HostException {
    try {
      BasicFileAttributes before = attributes();
      if (before == null) {
        return null;
      }
      if (!before.isRegularFile()) {
        throw new HostException(Reason.UNREADABLE, path + " is no regular file");
      }
      // An interruption does not close such a stream, as it would a channel.
      InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
      Opened file = new Opened(before.fileKey(), in, 0);
      if (atItsEnd) {
        in.skipNBytes(before.size());
        file.position = before.size();
      }
      return file;
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private @Nullable BasicFileAttributes attributes() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  private HostException unreadable(IOException e) {
    return e instanceof AccessDeniedException
        ? new HostException(Reason.PERMISSION, path + " may not be read")
        : new HostException(Reason.UNREADABLE, path + " cannot be read: " + e.getMessage());
  }

  @Override
  public boolean isThere() {
    return there;
  }

  @Override
  public void close() {
    if (opened.isPresent()) {
      try {
        opened.get().in.close();
      } catch (IOException _) {
        // It was only read.
      }
      opened = Optional.empty();
    }
  }
}
