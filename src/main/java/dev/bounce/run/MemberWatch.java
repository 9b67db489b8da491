package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.diag.Code;
import dev.bounce.plan.Bounds;
import dev.bounce.value.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Judges, look by look, whether one member reaches the goals of the stages of an action. */
final class MemberWatch {
  private final MemberState before;
  private final Duration window;
  private final WorkerWatch workers;
  private final SuccessorWatch successor;
  private MemberState latest;
  private Optional<Problem> problem = Optional.empty();
  private Optional<Problem> doubt = Optional.empty();
  private Optional<Identity> found = Optional.empty();
  private long foundNanos;
  private long beganNanos;
  private long sentNanos;
  private boolean touched;
  private boolean taken;
  private boolean reached = true;
  private boolean killed;

  /**
   * @param before what it was before the action
   * @param window how long a new start has to hold
   */
  MemberWatch(MemberState before, Duration window) {
    this.before = before;
    this.latest = before;
    this.window = window;
    this.workers = new WorkerWatch(before);
    this.successor = new SuccessorWatch(before);
  }

  /** Why a member has not reached its goal. */
  record Problem(Code code, String reason, Optional<String> hint) {}

  String member() {
    return before.member();
  }

  MemberState before() {
    return before;
  }

  MemberState latest() {
    return latest;
  }

  Optional<Problem> problem() {
    return problem;
  }

  boolean isTouched() {
    return touched;
  }

  boolean isPending() {
    return !reached && problem.isEmpty();
  }

  long beganNanos() {
    return beganNanos;
  }

  /** Tells whether it took so long to end that the service manager had to kill it. */
  boolean isKilled() {
    return killed;
  }

  /** An effect is about to be sent. */
  void begin(long nowNanos) {
    if (!touched) {
      beganNanos = nowNanos;
    }
    touched = true;
    reached = false;
    doubt = Optional.empty();
    found = Optional.empty();
    sentNanos = nowNanos;
  }

  /** The last effect of the stage was sent. */
  void sent(long nowNanos) {
    sentNanos = nowNanos;
  }

  /** The service manager has taken an effect. */
  void taken() {
    taken = true;
  }

  /** Tells whether anything was done to it: else its log explains nothing. */
  boolean isTaken() {
    return taken;
  }

  /** An effect was refused, or its answer lost: then the member itself shows what happened. */
  void refused(BackendException cause) {
    Problem refusal = new Problem(cause.code(), cause.text(), cause.hint());
    if (isAnswerLost(cause.code())) {
      doubt = Optional.of(refusal);
    } else {
      problem = Optional.of(refusal);
    }
  }

  private static boolean isAnswerLost(Code code) {
    return code == Code.B001 || code == Code.B008;
  }

  void fail(Code code, String reason) {
    problem = Optional.of(new Problem(code, reason, Optional.empty()));
  }

  /** Takes in what the backend says now. */
  void look(MemberState state, Goal goal, long nowNanos, Instant now) {
    latest = state;
    if (!isPending()) {
      return;
    }
    switch (goal) {
      case DOWN -> lookForEnd(state, nowNanos);
      case UP_ANEW -> lookForNew(state, nowNanos, now);
      case UP_UNCHANGED -> lookForOld(state, nowNanos);
      case WORKERS_ANEW -> lookForWorkers(state, nowNanos);
      case SUCCESSOR_UP -> lookForSuccessor(state, nowNanos);
      case SENT -> reached = true;
    }
    if (isPending() && doubt.isPresent() && hasNotMoved(state, nowNanos)) {
      problem = doubt;
    }
  }

  private void lookForEnd(MemberState state, long nowNanos) {
    reached = state.condition().isDown();
    killed =
        reached
            && before
                .patience()
                .map(patience -> nowNanos - beganNanos >= patience.stop().toNanos())
                .orElse(false);
  }

  private boolean hasNotMoved(MemberState state, long nowNanos) {
    boolean same =
        state.condition() == before.condition()
            && state.identity().equals(before.identity())
            && found.isEmpty();
    return same && nowNanos - sentNanos >= Bounds.DOUBT.toNanos();
  }

  private void lookForNew(MemberState state, long nowNanos, Instant now) {
    boolean isNew =
        state.isRunning() && state.identity().isPresent() && !value(state).equals(value(before));
    workers.look(state, nowNanos);
    if (found.isEmpty()) {
      if (isNew) {
        found = state.identity();
        foundNanos = nowNanos;
        reached = hasHeld(state, nowNanos, now);
      } else if (state.condition() == Condition.FAILED && hasSettled(state, nowNanos)) {
        fail(Code.R002, "did not come up: " + Ledger.shown(state));
      } else if (workers.isLoopingAtBoot()) {
        fail(Code.R002, "did not come up: " + workers.unfinished() + ": " + Ledger.shown(state));
      }
    } else if (!isNew || !value(state).equals(found.map(Identity::value))) {
      fail(
          Code.R015,
          "came up as %s and died within %s: %s"
              .formatted(
                  found.map(Identity::shown).orElse(""),
                  Texts.duration(window),
                  Ledger.shown(state)));
    } else {
      reached = hasHeld(state, nowNanos, now);
    }
  }

  /** Tells whether a state is that of after the effect, and not still the one of before. */
  private boolean hasSettled(MemberState state, long nowNanos) {
    boolean same =
        state.condition() == before.condition() && state.detail().equals(before.detail());
    return !same || nowNanos - sentNanos >= Bounds.SETTLING.toNanos();
  }

  /** Tells whether a new start has held for long enough, by whichever clock says so first. */
  private boolean hasHeld(MemberState state, long nowNanos, Instant now) {
    boolean bySight = nowNanos - foundNanos >= window.toNanos();
    boolean byStart = state.startedAt().map(at -> !now.isBefore(at.plus(window))).orElse(false);
    return bySight || byStart;
  }

  private void lookForOld(MemberState state, long nowNanos) {
    if (!value(state).equals(value(before))) {
      fail(
          Code.R014,
          "was to keep %s and is now %s".formatted(Ledger.identity(before), Ledger.shown(state)));
    } else {
      reached = state.isRunning() && nowNanos - sentNanos >= window.toNanos();
    }
  }

  private void lookForWorkers(MemberState state, long nowNanos) {
    if (hasGone(state, nowNanos, "replacing its workers")) {
      return;
    }
    workers.look(state, nowNanos);
    if (workers.isLoopingAtBoot()) {
      fail(Code.R002, workers.unfinished() + ": " + Ledger.shown(state));
    } else {
      reached = state.isRunning() && workers.haveHeld(window, nowNanos);
    }
  }

  private void lookForSuccessor(MemberState state, long nowNanos) {
    if (hasGone(state, nowNanos, "making room for a successor")) {
      return;
    }
    successor.look(state, nowNanos);
    if (successor.isLost()) {
      fail(
          Code.R015,
          "goes on as %s: its successor came up as %s and died"
              .formatted(Ledger.identity(before), successor.shown()));
      return;
    }
    reached =
        state.isRunning()
            && successor
                .completeSince()
                .map(since -> nowNanos - Math.max(since, sentNanos) >= window.toNanos())
                .orElse(false);
  }

  /** Tells whether a member that was to go on with its identity has not, and fails it then. */
  private boolean hasGone(MemberState state, long nowNanos, String insteadOf) {
    if (state.condition().isDown() && hasSettled(state, nowNanos)) {
      fail(Code.R002, "went down instead of " + insteadOf + ": " + Ledger.shown(state));
    } else if (state.isRunning() && !value(state).equals(value(before))) {
      fail(
          Code.R014,
          "was to keep %s and is now %s".formatted(Ledger.identity(before), Ledger.shown(state)));
    }
    return problem.isPresent();
  }

  /** Tells whether a failed member is again what it was before the action. */
  boolean isAsBefore() {
    return latest.isRunning()
        && latest.successor().isEmpty()
        && value(latest).equals(value(before));
  }

  /** Adds to the reason of a failure what became of the member afterwards. */
  void amend(String words) {
    problem = problem.map(known -> new Problem(known.code(), known.reason() + words, known.hint()));
  }

  private static Optional<String> value(MemberState state) {
    return state.identity().map(Identity::value);
  }

  /** Returns how long it may still take: a start that was seen gets its stable window. */
  long limit(long stageLimitNanos) {
    return completeSince()
        .map(nanos -> Math.max(stageLimitNanos, nanos + window.plus(Bounds.SETTLING).toNanos()))
        .orElse(stageLimitNanos);
  }

  /** Returns when the stable window of a start that was seen is over; there a look is due. */
  Optional<Long> heldNanos() {
    return completeSince().map(nanos -> nanos + window.toNanos());
  }

  private Optional<Long> completeSince() {
    return found.isPresent()
        ? Optional.of(foundNanos)
        : workers
            .completeSince()
            .or(() -> successor.completeSince().map(nanos -> Math.max(nanos, sentNanos)));
  }

  /** The time of the stage is over. */
  void expire(Goal goal, Duration within) {
    String spent = " within " + Texts.duration(within) + ": " + Ledger.shown(latest);
    switch (goal) {
      case DOWN -> fail(Code.R003, "did not stop" + spent);
      case UP_ANEW -> {
        boolean unchanged = latest.isRunning() && value(latest).equals(value(before));
        if (unchanged) {
          fail(
              Code.R001,
              "still runs as %s: it was not restarted".formatted(Ledger.identity(before)));
        } else {
          fail(Code.R002, "did not come up" + spent);
        }
      }
      case UP_UNCHANGED -> fail(Code.R014, "did not keep running" + spent);
      case WORKERS_ANEW -> fail(Code.R002, workers.unfinished() + spent);
      case SUCCESSOR_UP -> fail(Code.R002, successor.unfinished() + spent);
      case SENT -> throw new IllegalStateException("nothing is waited for");
    }
  }
}
