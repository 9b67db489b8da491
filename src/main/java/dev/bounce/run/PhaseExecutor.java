package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.plan.Batches;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Formula;
import dev.bounce.plan.MemberOrder;
import dev.bounce.plan.Shares;
import dev.bounce.plan.Step;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Value;
import dev.bounce.value.Value.MemberValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rolling restart. The members of a service are dealt with batch by batch; before each batch a
 * look makes sure that enough others are up. Several services follow each other, each with its own
 * batches, its own canary and its own floor; what is tolerated holds for all of them together.
 */
final class PhaseExecutor {
  private final Run run;
  private final StepExecutor steps;
  private final MemberHooks hooks;

  PhaseExecutor(Run run, StepExecutor steps, MemberHooks hooks) {
    this.run = run;
    this.steps = steps;
    this.hooks = hooks;
  }

  /** A service, and those of its members that are wanted, in the order in which they are. */
  private record Wanted(Sighting sighting, List<MemberValue> members) {}

  void execute(Step.Phase step, Frame outer) throws StepFailedException {
    Frame frame = run.formulas.within(step.within(), step.title(), outer);
    List<Wanted> wanted = new ArrayList<>();
    for (Selection selection : run.formulas.target(step.target(), frame)) {
      wanted.add(wanted(step, selection, frame));
    }
    int members = wanted.stream().mapToInt(one -> one.members().size()).sum();
    int tolerated;
    List<PhasePart> parts = new ArrayList<>();
    try {
      Optional<Value> most = compute(step.rollout().tolerating(), frame);
      tolerated = most.isPresent() ? Shares.tolerated(members, most.get()) : 0;
      for (Wanted one : wanted) {
        parts.add(part(step, one, tolerated, frame));
      }
    } catch (EvaluationException e) {
      throw frame.failed(e);
    }
    if (members > step.bound()) {
      throw frame.failed(
          Code.P007,
          "%d members are more than the %d that were planned for".formatted(members, step.bound()));
    }
    BatchExecutor batches = new BatchExecutor(run, steps, hooks, step, frame);
    new RolloutExecutor(run, step, frame, parts, tolerated, batches).perform();
  }

  private Optional<Value> compute(Optional<Formula> formula, Frame frame)
      throws EvaluationException {
    return formula.isPresent()
        ? Optional.of(run.formulas.compute(formula.get(), frame))
        : Optional.empty();
  }

  private Wanted wanted(Step.Phase step, Selection selection, Frame frame)
      throws StepFailedException {
    Sighting sighting = run.services.sight(selection.service(), frame);
    try {
      Optional<Value> word = compute(step.rollout().order(), frame);
      MemberOrder order = word.isPresent() ? MemberOrder.of(word.get()) : MemberOrder.GIVEN;
      List<MemberValue> members = new ArrayList<>();
      for (MemberState state : order.sorted(selection.of(sighting.members()), selection)) {
        members.add(HealthCheck.value(sighting, state));
      }
      return new Wanted(sighting, members);
    } catch (EvaluationException e) {
      throw frame.failed(e);
    }
  }

  private PhasePart part(Step.Phase step, Wanted wanted, int tolerated, Frame frame)
      throws EvaluationException {
    Sighting sighting = wanted.sighting();
    String service = sighting.service().key();
    Step.Rollout rollout = step.rollout();
    Batches<MemberValue> batches =
        Batches.of(
            wanted.members(),
            run.formulas.compute(rollout.by(), frame),
            compute(rollout.canary(), frame));
    Optional<Formula> keeping = rollout.keeping().or(() -> sighting.service().plan().floor());
    if (keeping.isEmpty() || keepsUp(step, sighting)) {
      return new PhasePart(service, batches, 0, up(sighting));
    }
    int total = sighting.members().size();
    int floor = Shares.floor(total, run.formulas.compute(keeping.get(), frame));
    batches.checkFloor(total, floor, tolerated);
    return new PhasePart(service, batches, floor, Set.of());
  }

  /** A member that replaces its own workers goes on serving: no floor can be broken by it. */
  static boolean keepsUp(Step.Phase step, Sighting sighting) {
    return step.body().isEmpty()
        && Expansion.phaseAction(sighting.service().backend()) == Action.ROLL;
  }

  private static Set<String> up(Sighting sighting) {
    return sighting.members().stream()
        .filter(MemberState::isRunning)
        .map(MemberState::member)
        .collect(Collectors.toUnmodifiableSet());
  }
}
