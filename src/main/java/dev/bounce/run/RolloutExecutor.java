package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Step;
import dev.bounce.run.BatchExecutor.Batch;
import dev.bounce.run.BatchExecutor.SecondLook;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Value.MemberValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One phase that is going on, batch after batch. It ends with the first batch in which more members
 * failed than are tolerated in all; the failure of a canary is never tolerated.
 */
final class RolloutExecutor {
  private final Run run;
  private final Step.Phase step;
  private final Frame frame;
  private final List<PhasePart> parts;
  private final int tolerated;
  private final BatchExecutor batches;
  private final Duration pausing;
  private final Duration soak;
  private final List<MemberValue> untouched = new ArrayList<>();
  private final List<MemberValue> done = new ArrayList<>();
  private final Set<MemberValue> failed = new LinkedHashSet<>();
  private int number;

  /**
   * @param tolerated how many members may fail over all parts
   */
  RolloutExecutor(
      Run run,
      Step.Phase step,
      Frame frame,
      List<PhasePart> parts,
      int tolerated,
      BatchExecutor batches)
      throws StepFailedException {
    this.run = run;
    this.step = step;
    this.frame = frame;
    this.parts = List.copyOf(parts);
    this.tolerated = tolerated;
    this.batches = batches;
    this.pausing = duration(step.rollout().pausing());
    this.soak = duration(step.rollout().soak());
    parts.forEach(part -> part.batches().all().forEach(untouched::addAll));
  }

  private Duration duration(Optional<Formula> formula) throws StepFailedException {
    return formula.isPresent() ? run.formulas.duration(formula.get(), frame) : Duration.ZERO;
  }

  void perform() throws StepFailedException {
    List<String> keys = new ArrayList<>();
    for (PhasePart part : parts) {
      for (List<MemberValue> batch : part.batches().all()) {
        keys.add("batch-%d: %s".formatted(keys.size() + 1, names(batch)));
      }
    }
    run.emit(new Event.Expanded(run.now(), frame.step(), keys));
    for (PhasePart part : parts) {
      for (int i = 0; i < part.batches().all().size(); i++) {
        number++;
        deal(part, i);
      }
    }
  }

  private void deal(PhasePart part, int index) throws StepFailedException {
    boolean canary = part.batches().isCanary(index);
    List<MemberValue> members = part.batches().all().get(index);
    boolean soaks = canary || !part.batches().hasCanary();
    int mayFail = canary ? 0 : tolerated - failed.size();
    String key = "batch-" + number;
    Batch batch = new Batch(key, members, soaks ? soak : Duration.ZERO, mayFail);
    Frame own = canary ? frame.expand(key).titled("canary") : frame.expand(key);
    try {
      if (number > 1) {
        run.waits.nextPart(own);
        run.waits.sleep(frame, pausing);
      }
      run.waits.nextPart(own);
      Sighting sighting = run.services.sight(part.service(), own);
      part.checkFloor(members, failed, sighting, own);
      untouched.removeAll(members);
      String title = "batch %d%s: %s".formatted(number, canary ? " (canary)" : "", names(members));
      perform(batch, title, sighting, () -> secondLook(part, members, own), own);
    } catch (StepFailedException e) {
      throw stopped(e.failure(), members);
    }
  }

  private Sighting secondLook(PhasePart part, List<MemberValue> batch, Frame own)
      throws StepFailedException {
    run.waits.safePoint(own);
    Sighting sighting = run.services.sight(part.service(), own);
    part.checkFloor(batch, failed, sighting, own);
    return sighting;
  }

  private void perform(
      Batch batch, String title, Sighting sighting, SecondLook secondLook, Frame own)
      throws StepFailedException {
    long began = run.nanos();
    run.emit(new Event.StepStarted(run.now(), own.step(), title, step.place().shown()));
    try {
      BatchOutcome outcome = batches.perform(batch, sighting, secondLook, own);
      failed.addAll(outcome.failed());
      throwIfTooMany(batch, outcome);
      done.addAll(outcome.rest(batch.members()));
      Event.Status status = outcome.isGood() ? Event.Status.DONE : Event.Status.FAILED;
      end(own, title, status, began, tolerate(outcome));
    } catch (StepFailedException e) {
      Optional<String> reason = Optional.of(e.failure().reason());
      end(own, title, e.failure().kind().status(), began, reason);
      throw e;
    } catch (RuntimeException e) {
      end(own, title, Event.Status.FAILED, began, Optional.of(e.toString()));
      throw e;
    }
  }

  private void throwIfTooMany(Batch batch, BatchOutcome outcome) throws StepFailedException {
    if (outcome.failed().size() > batch.mayFail()) {
      outcome.failures().stream().skip(1).forEach(run::addFurther);
      throw new StepFailedException(outcome.failures().getFirst());
    }
  }

  /** Notes what is tolerated for the report, and returns it in one line. */
  private Optional<String> tolerate(BatchOutcome outcome) {
    if (outcome.isGood()) {
      return Optional.empty();
    }
    String count = "tolerated, %d of %d so far: ".formatted(failed.size(), tolerated);
    outcome
        .failures()
        .forEach(failure -> run.addFurther(failure.as(failure.code(), count + failure.reason())));
    return Optional.of(
        count + outcome.failures().stream().map(Failure::reason).collect(Collectors.joining("; ")));
  }

  private void end(Frame own, String title, Event.Status status, long began, Optional<String> why) {
    run.emit(new Event.StepFinished(run.now(), own.step(), title, status, run.since(began), why));
  }

  private StepFailedException stopped(Failure failure, List<MemberValue> batch) {
    if (failure.kind() != Failure.Kind.FAILED) {
      return new StepFailedException(failure);
    }
    boolean began = !untouched.containsAll(batch);
    Set<MemberValue> lost = new LinkedHashSet<>(failed);
    if (began) {
      lost.addAll(batch);
    }
    String lists =
        "done: %s; failed: %s; untouched: %s".formatted(names(done), names(lost), names(untouched));
    Code code =
        failure.code() == Code.R004 || failure.code() == Code.R013 ? failure.code() : Code.R016;
    return new StepFailedException(
        failure.as(code, "batch %d: %s (%s)".formatted(number, failure.reason(), lists)));
  }

  private static String names(Collection<MemberValue> members) {
    return members.isEmpty()
        ? "none"
        : members.stream().map(MemberValue::name).collect(Collectors.joining(", "));
  }
}
