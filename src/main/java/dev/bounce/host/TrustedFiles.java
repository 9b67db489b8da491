package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Files of this machine, read and written so that nobody else can lead bounce astray. */
final class TrustedFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Bits of a mode, inode(7). */
  private static final int WRITABLE_BY_OTHERS = 0002;

  private static final int WRITABLE_BY_GROUP = 0020;
  private static final int STICKY = 01000;
  private static final int FILE_TYPE = 0170000;
  private static final int REGULAR = 0100000;

  private static final int TAIL_LIMIT_BYTES = 1 << 16;
  private static final int TAIL_LINE_LIMIT = 4096;

  private TrustedFiles() {}

  /** Who may change a file. */
  private record Access(int owner, int mode, int links) {
    static Access of(Path path) throws IOException {
      Map<String, Object> attributes =
          Files.readAttributes(path, "unix:uid,mode,nlink", LinkOption.NOFOLLOW_LINKS);
      return new Access(
          number(attributes, "uid"), number(attributes, "mode"), number(attributes, "nlink"));
    }

    private static int number(Map<String, Object> attributes, String name) {
      return ((Number) Objects.requireNonNull(attributes.get(name), name)).intValue();
    }

    boolean regular() {
      return (mode & FILE_TYPE) == REGULAR;
    }

    boolean isOwnedByUs() {
      return owner == 0 || owner == Account.currentUserId();
    }

    boolean has(int bits) {
      return (mode & bits) != 0;
    }
  }

  static String read(Path path, int limitBytes) throws HostException {
    return read(path, limitBytes, Set.of(StandardOpenOption.READ));
  }

  /** See {@link Host#readTrusted}. */
  static String readTrusted(Path path, int limitBytes) throws HostException {
    Path absolute = path.toAbsolutePath();
    try {
      if (Files.isDirectory(folder(absolute))) { // also where the file is yet to be written
        Optional<String> reason = whyUnsafe(folder(absolute));
        distrust(absolute, reason.isPresent(), "is in a folder that " + reason.orElse(""));
      }
      Access access = Access.of(absolute);
      distrust(absolute, !access.regular(), "is not a regular file");
      distrust(absolute, !access.isOwnedByUs(), "belongs to uid " + access.owner());
      distrust(
          absolute,
          access.has(WRITABLE_BY_GROUP | WRITABLE_BY_OTHERS),
          "can be written by others (mode %o)".formatted(access.mode() & 07777));
      distrust(absolute, access.links() != 1, "has a second name");
    } catch (IOException e) {
      throw failure(absolute, e);
    }
    return read(absolute, limitBytes, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  /** Tells whether nobody but root and this user can replace files in a folder. */
  static boolean isSafeFolder(Path folder) {
    return whyUnsafe(folder).isEmpty();
  }

  private static Optional<String> whyUnsafe(Path folder) {
    try {
      for (Path each = folder.toRealPath(); each != null; each = each.getParent()) {
        Access access = Access.of(each);
        if (!access.isOwnedByUs()) {
          return Optional.of("is " + each + " or below, which belongs to uid " + access.owner());
        }
        if (access.has(WRITABLE_BY_OTHERS) && !access.has(STICKY)) {
          return Optional.of("is " + each + " or below, which everybody can write");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot be looked at: " + e.getMessage());
    }
  }

  /**
   * Makes sure that a log file is a regular file of ours, and makes the folders above it.
   *
   * @param byUser whether another user will open it, who then answers for where it leads
   */
  static void prepareLog(Path log, boolean byUser) throws HostException {
    try {
      makeFolders(folder(log));
      if (byUser && !isSafeFolder(folder(log))) {
        return;
      }
      if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
        Access access = Access.of(log);
        boolean device = Files.isSameFile(log, Path.of("/dev/null"));
        distrust(log, !access.regular() && !device, "is not a regular file");
        distrust(log, !access.isOwnedByUs(), "belongs to uid " + access.owner());
      }
      // Where somebody else can exchange the file between this look and its opening, root must not.
      distrust(
          log,
          Account.currentUserId() == 0 && !isSafeFolder(folder(log)),
          "is in a folder that " + whyUnsafe(folder(log)).orElse(""));
    } catch (IOException e) {
      throw failure(log, e);
    }
  }

  /** See {@link Host#write}. */
  static void write(Path path, String text) throws HostException {
    Path absolute = path.toAbsolutePath();
    Path fresh = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID());
    try {
      makeFolders(folder(absolute));
      try (FileChannel channel =
          FileChannel.open(
              fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteQuietly(fresh);
      throw failure(absolute, e);
    }
  }

  /** See {@link Host#link}. */
  static void link(Path link, Path target) throws HostException {
    Path absolute = link.toAbsolutePath();
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(absolute)) {
      throw new HostException(
          Reason.FAILED, absolute + " is no symbolic link, and is not replaced by one");
    }
    if (!Files.exists(absolute.resolveSibling(target))) {
      throw new HostException(
          Reason.ABSENT, "there is no %s that %s could point to".formatted(target, absolute));
    }
    Path fresh = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createSymbolicLink(fresh, target);
      Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteQuietly(fresh);
      throw failure(absolute, e);
    }
  }

  static void delete(Path path) throws HostException {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** See {@link Host#tail}. */
  static List<String> tail(Path path, int lines) {
    long size = size(path);
    String text = textSince(path, Math.max(0, size - TAIL_LIMIT_BYTES));
    List<String> all = text.lines().toList();
    // The first line of what was read is perhaps a part of one.
    List<String> whole =
        size > TAIL_LIMIT_BYTES && all.size() > 1 ? all.subList(1, all.size()) : all;
    return whole.subList(Math.max(0, whole.size() - lines), whole.size()).stream()
        .map(line -> line.length() > TAIL_LINE_LIMIT ? line.substring(0, TAIL_LINE_LIMIT) : line)
        .toList();
  }

  /** Returns how long a regular file is; zero for anything else. */
  static long size(Path path) {
    try {
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Returns what stands in a regular file from a place on, bounded; nothing when that fails. */
  static String textSince(Path path, long position) {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (SeekableByteChannel channel =
            Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        InputStream in = Channels.newInputStream(channel.position(position))) {
      return new String(in.readNBytes(TAIL_LIMIT_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static String read(Path path, int limitBytes, Set<OpenOption> options)
      throws HostException {
    try (SeekableByteChannel channel = Files.newByteChannel(path, options);
        InputStream in = Channels.newInputStream(channel)) {
      byte[] bytes = in.readNBytes(limitBytes);
      if (in.read() >= 0) {
        throw new HostException(
            Reason.UNREADABLE, path + " is longer than " + limitBytes + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static void makeFolders(Path folder) throws IOException {
    try {
      Files.createDirectories(folder, FOLDER_OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) { // a symbolic link to a folder will do
        throw e;
      }
    }
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(Path.of("/"));
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // The first failure is the one to report.
    }
  }

  private static void distrust(Path path, boolean reason, String words) throws HostException {
    if (reason) {
      throw new HostException(Reason.PERMISSION, path + " " + words);
    }
  }

  private static HostException failure(Path path, IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> new HostException(Reason.ABSENT, "there is no " + path);
      case AccessDeniedException _ ->
          new HostException(Reason.PERMISSION, path + ": permission denied");
      case FileSystemException system when system.getReason() != null ->
          new HostException(Reason.FAILED, path + ": " + system.getReason());
      case IOException other -> new HostException(Reason.FAILED, path + ": " + other.getMessage());
    };
  }
}
