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
 * What stands in a pid file that a server wrote, and who wrote it when.
 *
 * @param file where it stands
 * @param pid what it says
 * @param status the file's own, as it was both before and after it was read
 * @param trusted whether root or the user of bounce owns the file
 */
public record PidNote(Path file, long pid, FileStatus status, boolean trusted) {
  private static final int LIMIT_BYTES = 64;

  /** A server may replace its pid file while it is looked at, but not that often. */
  private static final int ATTEMPTS = 5;

  /**
   * Reads a pid file. Changes nothing.
   *
   * @return absent when there is none, or when it is empty: a configuration test of nginx leaves
   *     such a one behind
   * @throws BackendException B007 when it is a symbolic link, not a regular file, not a pid, or can
   *     be written by everybody; B005 when it may not be read; B008 when the host does not tell who
   *     wrote it
   */
  public static Optional<PidNote> read(Path file, Host host) throws BackendException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<FileStatus> before = host.status(file);
      if (before.isEmpty()) {
        refuseUnseen(file, host);
        return Optional.empty();
      }
      refuseUntrusted(file, before.get(), host);
      Optional<String> text = text(file, host);
      if (text.isPresent() && host.status(file).equals(before)) {
        return note(file, text.get(), before.get(), host);
      }
    }
    return Optional.empty();
  }

  private static Optional<PidNote> note(Path file, String text, FileStatus status, Host host)
      throws BackendException {
    if (text.isBlank()) {
      return Optional.empty();
    }
    boolean trusted = host.ownership(file).filter(it -> it.trusted()).isPresent();
    try {
      return Optional.of(new PidNote(file, Long.parseLong(text.strip()), status, trusted));
    } catch (NumberFormatException e) {
      throw notBelieved(file, "no pid stands in it");
    }
  }

  /** A host that does not tell who wrote a file must not make a running server look stopped. */
  private static void refuseUnseen(Path file, Host host) throws BackendException {
    if (host.exists(file) && host.status(file).isEmpty() && host.exists(file)) {
      throw new BackendException(
          Code.B008,
          "%s does not tell who wrote the pid file %s".formatted(host.name(), file),
          "",
          "look after the server where it runs, or after the place as a whole");
    }
  }

  private static void refuseUntrusted(Path file, FileStatus status, Host host)
      throws BackendException {
    if (host.linkTarget(file).isPresent()) {
      throw notBelieved(file, "it is a symbolic link");
    }
    if (!status.isRegular()) {
      throw notBelieved(file, "it is not a regular file");
    }
    if (status.isWritableByOthers()) {
      throw notBelieved(file, "everybody can write it (mode %o)".formatted(status.permissions()));
    }
  }

  private static Optional<String> text(Path file, Host host) throws BackendException {
    try {
      return Optional.of(host.read(file, LIMIT_BYTES));
    } catch (HostException e) {
      if (e.reason() == Reason.ABSENT) {
        return Optional.empty();
      }
      if (e.reason() == Reason.PERMISSION) {
        throw new BackendException(
            Code.B005, "the pid file %s cannot be read".formatted(file), e.message(), "");
      }
      throw notBelieved(file, e.message());
    }
  }

  static BackendException notBelieved(Path file, String cause) {
    return new BackendException(
        Code.B007,
        "the pid file %s is not believed".formatted(file),
        cause,
        "look whether the process runs; let the server write its pid file where only it and root"
            + " can");
  }
}
