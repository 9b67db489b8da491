package dev.bounce.run;

import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Successor;
import dev.bounce.backend.Workers;
import java.util.Optional;

/** Judges, look by look, whether a successor has come up beside a member and stays. */
final class SuccessorWatch {
  private final long wanted;
  private Optional<Identity> found = Optional.empty();
  private Optional<Successor> latest = Optional.empty();
  private Optional<Long> completeSince = Optional.empty();

  SuccessorWatch(MemberState before) {
    wanted = Math.max(1, before.workers().map(SuccessorWatch::ready).orElse(0L));
  }

  /** Takes in what the backend says now. */
  void look(MemberState state, long nowNanos) {
    latest = state.successor();
    if (found.isEmpty()) {
      found = latest.map(Successor::identity);
    }
    boolean complete = latest.map(it -> ready(it.workers()) >= wanted).orElse(false);
    if (!complete) {
      completeSince = Optional.empty();
    } else if (completeSince.isEmpty()) {
      completeSince = Optional.of(nowNanos);
    }
  }

  private static long ready(Workers workers) {
    return workers.all().stream().filter(Workers.Worker::ready).count();
  }

  /** Tells whether the one that had come up is there no more. */
  boolean isLost() {
    return found.isPresent() && !latest.map(Successor::identity).equals(found);
  }

  /** Returns since when it has had all workers ready. */
  Optional<Long> completeSince() {
    return completeSince;
  }

  /** Returns who it is or was. */
  String shown() {
    return found.map(Identity::shown).orElse("no successor");
  }

  /** Returns what is missing, to be read behind the name of the member. */
  String unfinished() {
    return latest
        .map(it ->
            "has a successor, %s, of which %d of %d workers are ready"
                .formatted(it.identity().shown(), ready(it.workers()), wanted))
        .orElse("has no successor");
  }
}
