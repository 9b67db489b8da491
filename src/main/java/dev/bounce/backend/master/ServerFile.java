package dev.bounce.backend.master;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.host.FileStatus;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small file that a server wrote about itself, and who wrote it when.
 *
 * @param kind what it is called in messages: {@code pid file}
 * @param file where it stands
 * @param text what stands in it; it may hold secrets
 * @param status the file's own, as it was both before and after it was read
 * @param trusted whether root or the user of bounce owns the file
 */
public record ServerFile(String kind, Path file, String text, FileStatus status, boolean trusted) {
  /** A server may replace its file while it is looked at, but not that often. */
  private static final int ATTEMPTS = 5;

  /**
   * Reads such a file. Changes nothing.
   *
   * @return absent when there is none
   * @throws BackendException B007 when it is a symbolic link, not a regular file, longer than that,
   *     can be written by everybody, or belongs to a third user and is where everybody can write;
   *     B005 when it may not be read; B008 when the host does not tell who wrote it
   */
  public static Optional<ServerFile> read(String kind, Path file, int limitBytes, Host host)
      throws BackendException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<FileStatus> before = host.status(file);
      if (before.isEmpty()) {
        refuseUnseen(kind, file, host);
        return Optional.empty();
      }
      refuseUntrusted(kind, file, before.get(), host);
      Optional<String> text = text(kind, file, limitBytes, host);
      if (text.isPresent() && host.status(file).equals(before)) {
        boolean trusted = host.ownership(file).filter(it -> it.trusted()).isPresent();
        if (!trusted) {
          refuseInOpenFolder(kind, file, before.get(), host);
        }
        return Optional.of(new ServerFile(kind, file, text.get(), before.get(), trusted));
      }
    }
    return Optional.empty();
  }

  /** A host that does not tell who wrote a file must not make a running server look stopped. */
  private static void refuseUnseen(String kind, Path file, Host host) throws BackendException {
    if (host.exists(file) && host.status(file).isEmpty() && host.exists(file)) {
      throw new BackendException(
          Code.B008,
          "%s does not tell who wrote the %s %s".formatted(host.name(), kind, file),
          "",
          "look after the server where it runs, or after the place as a whole");
    }
  }

  private static void refuseUntrusted(String kind, Path file, FileStatus status, Host host)
      throws BackendException {
    if (host.linkTarget(file).isPresent()) {
      throw notBelieved(kind, file, "it is a symbolic link");
    }
    if (!status.isRegular()) {
      throw notBelieved(kind, file, "it is not a regular file");
    }
    if (status.isWritableByOthers()) {
      throw notBelieved(
          kind, file, "everybody can write it (mode %o)".formatted(status.permissions()));
    }
  }

  /** There anybody could have put it, together with a process of his own that it names. */
  private static void refuseInOpenFolder(String kind, Path file, FileStatus status, Host host)
      throws BackendException {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    if (host.status(folder).filter(FileStatus::isWritableByOthers).isPresent()) {
      throw notBelieved(
          kind,
          file,
          "it belongs to uid %s, and everybody can write to its folder"
              .formatted(Integer.toUnsignedString(status.ownerUserId())));
    }
  }

  private static Optional<String> text(String kind, Path file, int limitBytes, Host host)
      throws BackendException {
    try {
      return Optional.of(host.read(file, limitBytes));
    } catch (HostException e) {
      if (e.reason() == Reason.ABSENT) {
        return Optional.empty();
      }
      if (e.reason() == Reason.PERMISSION) {
        throw new BackendException(
            Code.B005, "the %s %s cannot be read".formatted(kind, file), e.message(), "");
      }
      throw notBelieved(kind, file, e.message());
    }
  }

  /** Returns the error about this file. */
  public BackendException notBelieved(String cause) {
    return notBelieved(kind, file, cause);
  }

  private static BackendException notBelieved(String kind, Path file, String cause) {
    return new BackendException(
        Code.B007,
        "the %s %s is not believed".formatted(kind, file),
        cause,
        "look whether the process runs; let the server write its %s where only it and root can"
            .formatted(kind));
  }

  /** Returns no text: it may hold secrets. */
  @Override
  public String toString() {
    return "ServerFile[" + file + "]";
  }
}
