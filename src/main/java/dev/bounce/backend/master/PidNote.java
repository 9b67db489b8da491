package dev.bounce.backend.master;

import dev.bounce.backend.BackendException;
import dev.bounce.host.Host;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The pid in a file that a server wrote.
 *
 * @param pid what the file says
 * @param file who wrote it when
 */
public record PidNote(long pid, ServerFile file) {
  private static final int LIMIT_BYTES = 64;

  /**
   * Reads a pid file. Changes nothing.
   *
   * @return absent when there is none, or when it is empty: a configuration test of nginx leaves
   *     such a one behind
   * @throws BackendException B007 when no pid stands in it, and as {@link ServerFile#read} says
   */
  public static Optional<PidNote> read(Path path, Host host) throws BackendException {
    Optional<ServerFile> file = ServerFile.read("pid file", path, LIMIT_BYTES, host);
    if (file.isEmpty() || file.get().text().isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PidNote(Long.parseLong(file.get().text().strip()), file.get()));
    } catch (NumberFormatException e) {
      throw file.get().notBelieved("no pid stands in it");
    }
  }
}
