package dev.bounce.host;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A process that was started to outlive bounce.
 *
 * @param identity it, already executing its command; it may have ended again
 * @param ending asks how it has ended: its exit code, as a shell counts it; absent while it lives,
 *     and where nobody can tell. May be asked by any thread, and does not wait for the process.
 */
public record SpawnedProcess(ProcessIdentity identity, Supplier<Optional<Integer>> ending) {
  /** Returns its exit code, if it has ended. */
  public Optional<Integer> exitCode() {
    return ending.get();
  }
}
