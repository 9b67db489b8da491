package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Hook;
import dev.bounce.plan.Step;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Value.MemberValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rolling restart. The members of a service are dealt with batch by batch; before each batch a
 * look makes sure that enough others are up. Several services follow each other, each with its own
 * batches and its own floor. The first batch that fails is the last one.
 */
final class PhaseExecutor {
  private final Run run;
  private final StepExecutor steps;
  private final FlowExecutor flow;
  private final MemberHooks hooks;

  PhaseExecutor(Run run, StepExecutor steps, FlowExecutor flow, MemberHooks hooks) {
    this.run = run;
    this.steps = steps;
    this.flow = flow;
    this.hooks = hooks;
  }

  /**
   * Some members of one service.
   *
   * @param floor how many of the service have to be up
   * @param upBefore without a floor, the members that were up when the phase began: none of them
   *     may be down but those of the batch in hand
   */
  private record Part(
      String service, List<List<MemberValue>> batches, int floor, Set<String> upBefore) {}

  void execute(Step.Phase step, Frame outer) throws StepFailedException {
    Frame frame = outer;
    if (step.within().isPresent()) {
      Duration bound = run.formulas.duration(step.within().get(), outer);
      frame = outer.within(Deadline.in(bound, run.nanos(), step.title()));
    }
    List<Part> parts = new ArrayList<>();
    for (Selection selection : run.formulas.target(step.target(), frame)) {
      parts.add(part(step, selection, frame));
    }
    checkBound(step, parts, frame);
    new Rollout(step, frame, parts).perform();
  }

  private Part part(Step.Phase step, Selection selection, Frame frame) throws StepFailedException {
    Sighting sighting = run.services.sight(selection.service(), frame);
    List<MemberValue> members = new ArrayList<>();
    for (MemberState state : Services.selected(selection, sighting, frame)) {
      members.add(HealthCheck.value(sighting, state));
    }
    try {
      int total = sighting.members().size();
      var batches = Expansion.batches(members, run.formulas.compute(step.by(), frame));
      Optional<Formula> keeping = step.keeping().or(() -> sighting.service().plan().floor());
      if (keeping.isEmpty() || keepsUp(step, sighting)) {
        return new Part(selection.service(), batches, 0, up(sighting));
      }
      int floor = Expansion.floor(total, run.formulas.compute(keeping.get(), frame));
      Expansion.checkFloor(total, batches, floor);
      return new Part(selection.service(), batches, floor, Set.of());
    } catch (EvaluationException e) {
      throw frame.failed(e);
    }
  }

  /** A member that replaces its own workers goes on serving: no floor can be broken by it. */
  private static boolean keepsUp(Step.Phase step, Sighting sighting) {
    return step.body().isEmpty()
        && Expansion.phaseAction(sighting.service().backend()) == Action.ROLL;
  }

  private static Set<String> up(Sighting sighting) {
    return sighting.members().stream()
        .filter(MemberState::isRunning)
        .map(MemberState::member)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void checkBound(Step.Phase step, List<Part> parts, Frame frame)
      throws StepFailedException {
    long members =
        parts.stream().flatMap(part -> part.batches().stream()).mapToLong(List::size).sum();
    if (members > step.bound()) {
      throw frame.failed(
          Code.P007,
          "%d members are more than the %d that were planned for".formatted(members, step.bound()));
    }
  }

  /** One phase that is going on. */
  private final class Rollout {
    private final Step.Phase step;
    private final Frame frame;
    private final List<Part> parts;
    private final Duration pausing;
    private final List<MemberValue> untouched = new ArrayList<>();
    private final List<MemberValue> done = new ArrayList<>();
    private int number;

    Rollout(Step.Phase step, Frame frame, List<Part> parts) throws StepFailedException {
      this.step = step;
      this.frame = frame;
      this.parts = parts;
      this.pausing =
          step.pausing().isPresent()
              ? run.formulas.duration(step.pausing().get(), frame)
              : Duration.ZERO;
      parts.forEach(part -> part.batches().forEach(untouched::addAll));
    }

    void perform() throws StepFailedException {
      List<String> keys = new ArrayList<>();
      for (Part part : parts) {
        for (List<MemberValue> batch : part.batches()) {
          String key = "batch-" + (keys.size() + 1);
          keys.add(key + ": " + names(batch));
        }
      }
      run.emit(new Event.Expanded(run.now(), frame.step(), keys));
      for (Part part : parts) {
        for (List<MemberValue> batch : part.batches()) {
          number++;
          guarded(part, batch);
        }
      }
    }

    private void guarded(Part part, List<MemberValue> batch) throws StepFailedException {
      Frame own = frame.expand("batch-" + number);
      try {
        if (number > 1) {
          run.waits.sleep(frame, pausing);
        }
        run.waits.safePoint(own);
        Sighting sighting = run.services.sight(part.service(), own);
        checkFloor(part, batch, sighting, own);
        untouched.removeAll(batch);
        perform(part, batch, sighting, own);
        done.addAll(batch);
      } catch (StepFailedException e) {
        throw stopped(e.failure(), batch);
      }
    }

    private void checkFloor(Part part, List<MemberValue> batch, Sighting sighting, Frame own)
        throws StepFailedException {
      List<String> names = batch.stream().map(MemberValue::name).toList();
      List<MemberState> others =
          sighting.members().stream().filter(state -> !names.contains(state.member())).toList();
      List<MemberState> down = others.stream().filter(state -> !state.isRunning()).toList();
      Optional<MemberState> lost =
          down.stream().filter(state -> part.upBefore().contains(state.member())).findFirst();
      if (lost.isPresent()) {
        throw own.failed(
            Code.R013,
            "%s was up when the phase began and is %s now"
                .formatted(lost.get().member(), Ledger.shown(lost.get())));
      }
      int up = others.size() - down.size();
      if (up < part.floor()) {
        String who =
            down.isEmpty()
                ? ""
                : ": "
                    + down.stream()
                        .map(state -> state.member() + " is " + Ledger.shown(state))
                        .collect(Collectors.joining(", "));
        throw own.failed(
            Code.R013,
            "with %s being restarted %d of %d would be up, fewer than the floor of %d%s"
                .formatted(
                    String.join(", ", names), up, sighting.members().size(), part.floor(), who));
      }
    }

    private void perform(Part part, List<MemberValue> batch, Sighting sighting, Frame own)
        throws StepFailedException {
      long began = run.nanos();
      String title = "batch %d: %s".formatted(number, names(batch));
      run.emit(new Event.StepStarted(run.now(), own.step(), title, step.place().shown()));
      try {
        if (step.body().isPresent()) {
          eachMember(step.body().get(), batch, own);
        } else {
          hooks.around(sighting.service(), batch, own, () -> restart(part, batch, sighting, own));
        }
        end(own, title, Event.Status.DONE, began, Optional.empty());
      } catch (StepFailedException e) {
        Optional<String> reason = Optional.of(e.failure().reason());
        end(own, title, e.failure().kind().status(), began, reason);
        throw e;
      } catch (RuntimeException e) {
        end(own, title, Event.Status.FAILED, began, Optional.of(e.toString()));
        throw e;
      }
    }

    private void end(
        Frame own, String title, Event.Status status, long began, Optional<String> why) {
      run.emit(new Event.StepFinished(run.now(), own.step(), title, status, run.since(began), why));
    }

    /** While members were drained others can have gone down, so they are looked at again. */
    private void restart(Part part, List<MemberValue> batch, Sighting before, Frame own)
        throws StepFailedException {
      Sighting sighting = before;
      if (before.service().plan().hook(Hook.DRAIN).isPresent()) {
        run.waits.safePoint(own);
        sighting = run.services.sight(part.service(), own);
        checkFloor(part, batch, sighting, own);
      }
      Selection selection = new Selection(sighting.service().key(), batch);
      List<MemberState> members = Services.selected(selection, sighting, own);
      Action action = Expansion.phaseAction(sighting.service().backend());
      new ActExecutor(run, hooks).act(action, sighting.service(), members, own);
      new HealthWaiter(run).await(List.of(selection), Duration.ZERO, Bounds.HEALTHY, own);
    }

    private void eachMember(Step body, List<MemberValue> batch, Frame own)
        throws StepFailedException {
      List<Waits.Work> works = new ArrayList<>();
      for (MemberValue member : batch) {
        Frame ofMember =
            frame
                .expand("batch-" + number + "/" + member.name())
                .withOwnVariables()
                .withOwnEnvironment();
        ofMember.variables().bind(step.variable(), member);
        works.add(() -> steps.execute(body, ofMember));
      }
      flow.all(works, works.size(), own);
    }

    private StepFailedException stopped(Failure failure, List<MemberValue> batch) {
      if (failure.kind() != Failure.Kind.FAILED) {
        return new StepFailedException(failure);
      }
      boolean began = !untouched.containsAll(batch);
      String lists =
          "done: %s; failed: %s; untouched: %s"
              .formatted(names(done), began ? names(batch) : "none", names(untouched));
      Code code =
          failure.code() == Code.R004 || failure.code() == Code.R013 ? failure.code() : Code.R016;
      return new StepFailedException(
          failure.as(code, "batch %d: %s (%s)".formatted(number, failure.reason(), lists)));
    }

    private static String names(List<MemberValue> members) {
      return members.isEmpty()
          ? "none"
          : members.stream().map(MemberValue::name).collect(Collectors.joining(", "));
    }
  }
}
