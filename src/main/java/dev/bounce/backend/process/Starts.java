package dev.bounce.backend.process;

import dev.bounce.host.Host;
import dev.bounce.host.SpawnedProcess;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What this bounce has started for members of found processes, and how it has ended: a start whose
 * command has failed need not be waited for. Lives as long as bounce; safe for any thread.
 */
final class Starts {
  /** Whom a command has asked to start the processes, as a daemon does, gets a moment for it. */
  private static final Duration HANDING_OVER = Duration.ofSeconds(1);

  private final Map<String, Start> last = new ConcurrentHashMap<>();

  /** Notes a command that was started for a member. */
  void began(Member member, Host host, SpawnedProcess process) {
    last.put(key(member, host), new Start(process, new AtomicReference<>(Optional.empty())));
  }

  /** From now on the end of the member's processes is nobody's failure. */
  void forget(Member member, Host host) {
    last.remove(key(member, host));
  }

  /**
   * Returns the command that was last started for a member and has ended. To be asked before the
   * member's processes are looked for: what the command has left is there by then.
   */
  Optional<Ended> ended(Member member, Host host) {
    Start start = last.get(key(member, host));
    return start == null ? Optional.empty() : start.ended();
  }

  private static String key(Member member, Host host) {
    return host.name() + "\n" + member.name();
  }

  private record Start(SpawnedProcess process, AtomicReference<Optional<Long>> seenNanos) {
    Optional<Ended> ended() {
      return process
          .exitCode()
          .map(code -> {
            Optional<Long> now = Optional.of(System.nanoTime());
            return new Ended(process, code, seenNanos.updateAndGet(seen -> seen.or(() -> now)));
          });
    }
  }

  /**
   * A command that has ended.
   *
   * @param seenNanos when that was seen first
   */
  record Ended(SpawnedProcess process, int exitCode, Optional<Long> seenNanos) {
    /**
     * Tells whether nothing of a member is to be expected of it any more, where nothing of the
     * member is there: it has failed, or has left nobody who could still become the member.
     */
    boolean hasFailed(Host host) {
      boolean late =
          seenNanos.filter(at -> System.nanoTime() - at >= HANDING_OVER.toNanos()).isPresent();
      boolean leftNobody = host.session(process.identity()).isEmpty();
      return exitCode == 0 ? late && leftNobody : late || leftNobody;
    }
  }
}
