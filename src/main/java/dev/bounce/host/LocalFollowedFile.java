package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.io.EOFException;
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

  /** How often it is opened anew because it was replaced or cut off just then. */
  private static final int OPENINGS = 5;

  private final Path path;
  private final byte[] buffer = new byte[1 << 13];
  private Optional<Opened> opened = Optional.empty();
  private boolean there;

  /** Whether what stands there may be of before, and was not opened yet. */
  private boolean old;

  /**
   * @param isNew whether what it holds already counts as added
   */
  LocalFollowedFile(Path path, boolean isNew) {
    this.path = path;
    this.old = !isNew;
    if (old) {
      try {
        openAnew();
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
      old &= there;
      if (now == null || room == 0 || isTheSame(now)) {
        return;
      }
      // Whoever wrote to the old one may have done so between our reading and its renaming.
      if (opened.isPresent()) {
        copy(opened.get(), lines, room);
        lines.endLine();
      }
      openAnew();
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
  private void openAnew() throws HostException {
    close();
    try {
      for (int i = 0; i < OPENINGS && opened.isEmpty(); i++) {
        BasicFileAttributes before = attributes();
        if (before == null) {
          old = false;
          return;
        }
        if (!before.isRegularFile()) {
          // A file that comes in its place is new.
          old = false;
          throw new HostException(Reason.UNREADABLE, path + " is no regular file");
        }
        opened = open(before);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (opened.isEmpty()) {
      throw new HostException(Reason.UNREADABLE, path + " is replaced all the time");
    }
    old = false;
  }

  /**
   * Opens what was just seen there; nothing when it was replaced or cut off meanwhile.
   *
   * <p>A pipe that takes the place of the file between the two calls would hold the opening up
   * until somebody writes to it: an opening that does not wait is beyond this library.
   */
  private Optional<Opened> open(BasicFileAttributes before) throws IOException {
    InputStream in;
    try {
      // An interruption does not close such a stream, as it would a channel.
      in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    boolean kept = false;
    try {
      BasicFileAttributes after = attributes();
      if (after == null || !Objects.equals(before.fileKey(), after.fileKey())) {
        return Optional.empty();
      }
      Opened file = new Opened(before.fileKey(), in, old ? before.size() : 0);
      in.skipNBytes(file.position);
      kept = true;
      return Optional.of(file);
    } catch (EOFException _) {
      return Optional.empty();
    } finally {
      if (!kept) {
        in.close();
      }
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
