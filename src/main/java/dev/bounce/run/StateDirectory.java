package dev.bounce.run;

import dev.bounce.diag.Code;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where bounce keeps journals and pid files, for the eyes and hands of its user alone.
 *
 * <p>Whoever could write there could make a run skip steps or signal a process of their choice. So
 * the directory and everything in it belongs to the user of bounce and is closed to all others,
 * nothing in it is a symbolic link, and nobody else can put another directory into its place. What
 * is not so is refused (J001), never repaired: it may be the work of somebody else.
 *
 * <p>The checks hold for as long as the object is used, because nobody but its user, and root, can
 * change anything below the directory once it has passed them.
 */
public final class StateDirectory {
  private static final LinkOption NO_LINKS = LinkOption.NOFOLLOW_LINKS;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_ATTRIBUTE =
      PosixFilePermissions.asFileAttribute(OWNER_ONLY);
  private static final FileAttribute<Set<PosixFilePermission>> FILE_ATTRIBUTE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final String NOT_SAFE = "the state directory is not safe: ";
  private static final String ELSEWHERE = "name another directory in BOUNCE_STATE";

  private final Path path;
  private final Ownership ownership;

  private StateDirectory(Path path, Ownership ownership) {
    this.path = path;
    this.ownership = ownership;
  }

  /**
   * Returns where the state directory is: {@code BOUNCE_STATE}, else {@code bounce} in {@code
   * XDG_STATE_HOME}, which counts only when it is absolute (XDG Base Directory Specification), else
   * {@code .local/state/bounce} in the home directory. Looks at nothing.
   */
  public static Path locate(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault("BOUNCE_STATE", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String states = environment.getOrDefault("XDG_STATE_HOME", "");
    return states.startsWith("/")
        ? Path.of(states, "bounce")
        : home.resolve(".local").resolve("state").resolve("bounce");
  }

  /**
   * Opens a state directory, and makes it when it is missing.
   *
   * @throws StateException J001 when it, or the way to it, is not safe, or it cannot be made
   */
  public static StateDirectory open(Path path) throws StateException {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null) {
      throw unsafe(absolute, "it is the root of the file system", ELSEWHERE);
    }
    try {
      Ownership ownership = Ownership.ofThisProcess();
      createFolders(parent);
      Path real = parent.toRealPath();
      for (Path above = real; above != null; above = above.getParent()) {
        checkAbove(above, ownership);
      }
      StateDirectory directory = new StateDirectory(real.resolve(name), ownership);
      directory.openFolder(directory.path);
      return directory;
    } catch (AccessDeniedException e) {
      throw unsafe(absolute, e.getFile() + " may not be read or written", ELSEWHERE);
    } catch (IOException | UnsupportedOperationException e) {
      throw unsafe(absolute, e.toString(), ELSEWHERE);
    }
  }

  /** Returns the directory itself. */
  public Path path() {
    return path;
  }

  /** Returns the directory of the journals, checked, and made when it is missing. */
  public Path runs() throws StateException {
    return folder("runs");
  }

  /** Returns the directory of what the backend {@code process} remembers, likewise. */
  public Path processes() throws StateException {
    return folder("processes");
  }

  /**
   * Makes an empty file that only its owner may read and write, in one of the directories above.
   *
   * @return its path; absent when something of that name is there already, whatever it is
   */
  public Optional<Path> createFile(Path folder, String name) throws StateException {
    Path file = inside(folder, name);
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NO_LINKS),
            FILE_ATTRIBUTE)) {
      return channel.isOpen() ? Optional.of(file) : Optional.empty();
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unsafe(file, e.toString(), "see that there is room on the disk");
    }
  }

  /**
   * Returns a file that is there, after checking that it is one, is no link, and that nobody but
   * the user of bounce may read or write it.
   */
  public Path existingFile(Path folder, String name) throws StateException {
    Path file = inside(folder, name);
    try {
      if (!Files.isRegularFile(file, NO_LINKS)) {
        throw unsafe(file, "it is missing, or no plain file", "look at who put it there");
      }
      checkOwn(file);
      return file;
    } catch (IOException e) {
      throw unsafe(file, e.toString(), "look at who put it there");
    }
  }

  private Path folder(String name) throws StateException {
    Path folder = path.resolve(name);
    try {
      openFolder(folder);
      return folder;
    } catch (IOException e) {
      throw unsafe(folder, e.toString(), ELSEWHERE);
    }
  }

  private void openFolder(Path folder) throws IOException, StateException {
    if (!Files.exists(folder, NO_LINKS)) {
      createFolder(folder);
    }
    if (Files.isSymbolicLink(folder)) {
      throw unsafe(folder, "it is a symbolic link", "remove the link, or " + ELSEWHERE);
    }
    if (!Files.isDirectory(folder, NO_LINKS)) {
      throw unsafe(folder, "it is no directory", ELSEWHERE);
    }
    checkOwn(folder);
  }

  private void checkOwn(Path file) throws IOException, StateException {
    Ownership.Entry entry = Ownership.of(file);
    if (entry.userId() != ownership.userId()) {
      throw unsafe(
          file,
          "it belongs to uid %d, and bounce runs as uid %d"
              .formatted(entry.userId(), ownership.userId()),
          ELSEWHERE);
    }
    if (entry.isOpenToOthers()) {
      throw unsafe(
          file,
          "others may use it: its mode is %04o".formatted(entry.mode() & 07777),
          "if nobody has tampered with it: chmod go= '" + file + "'");
    }
  }

  private static void checkAbove(Path folder, Ownership ownership)
      throws IOException, StateException {
    Ownership.Entry entry = Ownership.of(folder);
    boolean trusted = entry.userId() == 0 || entry.userId() == ownership.userId();
    if (!trusted || (entry.isWritableByAll() && !entry.isSticky())) {
      throw unsafe(
          folder,
          trusted
              ? "everybody may rename what is in it"
              : "it belongs to uid " + entry.userId() + ", who may rename what is in it",
          ELSEWHERE);
    }
  }

  private static void createFolders(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        createFolders(parent);
      }
      createFolder(folder);
    }
  }

  private static void createFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, FOLDER_ATTRIBUTE);
    } catch (FileAlreadyExistsException e) {
      // Another bounce was quicker; what is there now is checked like anything else.
    }
  }

  private Path inside(Path folder, String name) {
    Path file = folder.resolve(name).normalize();
    if (!folder.startsWith(path) || !folder.equals(file.getParent())) {
      throw new IllegalArgumentException("not a file of the state directory: " + file);
    }
    return file;
  }

  private static StateException unsafe(Path place, String cause, String hint) {
    return StateException.of(Code.J001, NOT_SAFE + place, cause, hint);
  }
}
