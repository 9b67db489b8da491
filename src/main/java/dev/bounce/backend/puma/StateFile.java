package dev.bounce.backend.puma;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.master.PidNote;
import dev.bounce.backend.master.ServerFile;
import dev.bounce.host.Host;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Puma writes into its state file: lines of {@code key: value}, as its state_file.rb does. The
 * file outlives the process.
 *
 * @param note its pid, and who wrote the file; absent while Puma has made the file and not written
 *     to it yet
 * @param controlUrl where the control server listens; absent where there is none
 * @param token what the control server asks for. Secret.
 */
record StateFile(Optional<PidNote> note, Optional<String> controlUrl, Optional<String> token) {
  private static final int LIMIT_BYTES = 1 << 14;

  /**
   * Reads a state file. Changes nothing.
   *
   * @return absent when there is none
   * @throws BackendException B007 when it is not believed, or no pid stands in it; B005
   */
  static Optional<StateFile> read(Path path, Host host) throws BackendException {
    Optional<ServerFile> file = ServerFile.read("state file", path, LIMIT_BYTES, host);
    return file.isEmpty() ? Optional.empty() : Optional.of(parse(file.get()));
  }

  private static StateFile parse(ServerFile file) throws BackendException {
    if (file.text().isBlank()) {
      return new StateFile(Optional.empty(), Optional.empty(), Optional.empty());
    }
    Map<String, String> fields = new HashMap<>();
    for (String line : file.text().lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon > 0 && !line.startsWith("#")) {
        fields.put(line.substring(0, colon), unquoted(line.substring(colon + 2).strip()));
      }
    }
    try {
      return new StateFile(
          Optional.of(new PidNote(Long.parseLong(fields.getOrDefault("pid", "")), file)),
          Optional.ofNullable(fields.get("control_url")),
          Optional.ofNullable(fields.get("control_auth_token")));
    } catch (NumberFormatException e) {
      throw file.notBelieved("no pid stands in it");
    }
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Returns nothing secret. */
  @Override
  public String toString() {
    return "StateFile[" + note + "]";
  }
}
