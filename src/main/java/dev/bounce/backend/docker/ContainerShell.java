package dev.bounce.backend.docker;

import dev.bounce.backend.docker.Exec.Order;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs bounce's own few lines of shell in a container, as its root. What they work on are their
 * arguments, never read as code.
 */
final class ContainerShell {
  /** Tells bounce's own shells from those of the container. */
  static final String NAME = "bounce-looks-inside";

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int ERROR_LIMIT = 4096;

  private final String container;
  private final Exec exec;

  ContainerShell(String container, Exec exec) {
    this.container = container;
    this.exec = exec;
  }

  /**
   * What came of it.
   *
   * @param exitCode that of the script
   * @param whole whether nothing of the output was cut off
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and not worth a copy
  record Result(int exitCode, byte[] bytes, boolean whole, String errors) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Runs a script for as long as such a thing may take. */
  Result run(int limitBytes, String script, String... arguments) throws HostException {
    return run(BOUND, limitBytes, script, arguments);
  }

  /**
   * Runs a script.
   *
   * @param limitBytes how much of its output is kept
   * @throws HostException ABSENT when the container does not run, or has no shell
   */
  Result run(Duration timeout, int limitBytes, String script, String... arguments)
      throws HostException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, NAME));
    command.addAll(List.of(arguments));
    Kept output = new Kept(limitBytes);
    Kept errors = new Kept(ERROR_LIMIT);
    int exitCode =
        exec.run(
            new Order(command, Map.of(), Optional.of("/"), Optional.of("0")),
            timeout,
            output,
            errors);
    Result result = new Result(exitCode, output.bytes(), output.whole, errors.text());
    if (Exec.isRefusal(exitCode, result.text())) {
      throw new HostException(
          Reason.ABSENT,
          "bounce cannot look into %s, for which it needs sh there: %s"
              .formatted(container, result.text().strip()));
    }
    return result;
  }

  /** Keeps the beginning of what is written. */
  private static final class Kept extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;
    private boolean whole = true;

    Kept(int limit) {
      this.limit = limit;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] more, int offset, int length) {
      int kept = Math.min(length, limit - bytes.size());
      bytes.write(more, offset, kept);
      whole &= kept == length;
    }

    synchronized byte[] bytes() {
      return bytes.toByteArray();
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8).strip();
    }
  }
}
