package dev.bounce.run;

import dev.bounce.backend.MemberState;
import dev.bounce.backend.Workers;
import dev.bounce.backend.Workers.Worker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Judges, look by look, whether a member has replaced all of its workers. */
final class WorkerWatch {
  /** So many new workers may end before they were ready; a server tries again for ever. */
  private static final int LOST_AT_MOST = 2;

  private final Set<String> old;
  private final Set<String> unready = new HashSet<>();
  private Optional<Workers> latest = Optional.empty();
  private Optional<Set<String>> complete = Optional.empty();
  private long completeNanos;
  private int lost;

  WorkerWatch(MemberState before) {
    old = before.workers().map(Workers::identities).orElse(Set.of());
  }

  /** Takes in what the backend says now. */
  void look(MemberState state, long nowNanos) {
    if (state.workers().isEmpty()) {
      complete = Optional.empty();
      return;
    }
    Workers now = state.workers().get();
    latest = Optional.of(now);
    Set<String> there = now.identities();
    unready.removeIf(identity -> {
      boolean gone = !there.contains(identity);
      lost += gone ? 1 : 0;
      return gone;
    });
    for (Worker worker : now.all()) {
      if (worker.ready() || old.contains(worker.identity())) {
        unready.remove(worker.identity());
      } else {
        unready.add(worker.identity());
      }
    }
    boolean isComplete = now.isComplete() && there.stream().noneMatch(old::contains);
    if (!isComplete) {
      complete = Optional.empty();
    } else if (!complete.equals(Optional.of(there))) {
      complete = Optional.of(there);
      completeNanos = nowNanos;
    }
  }

  /** Tells whether the workers of a new start have ended again and again before they were ready. */
  boolean isLoopingAtBoot() {
    return lost > LOST_AT_MOST;
  }

  /** Tells whether all workers have been new and ready for so long. */
  boolean haveHeld(Duration window, long nowNanos) {
    return complete.isPresent() && nowNanos - completeNanos >= window.toNanos();
  }

  /** Returns since when all workers have been new and ready. */
  Optional<Long> completeSince() {
    return complete.map(_ -> completeNanos);
  }

  /** Returns what is missing, to be read behind the name of the member. */
  String unfinished() {
    if (isLoopingAtBoot()) {
      return lost + " new workers ended before they were ready";
    }
    if (latest.isEmpty()) {
      return "shows no workers";
    }
    long left = latest.get().identities().stream().filter(old::contains).count();
    long ready =
        latest.get().all().stream()
            .filter(worker -> worker.ready() && !old.contains(worker.identity()))
            .count();
    return "did not replace its workers (%d of %d new ones ready, %d old ones left)"
        .formatted(ready, latest.get().wanted(), left);
  }
}
