package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.plan.Batches;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Formula;
import dev.bounce.plan.FreeParts;
import dev.bounce.plan.Hook;
import dev.bounce.plan.MemberOrder;
import dev.bounce.plan.ServicePlan;
import dev.bounce.plan.Shares;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepId;
import dev.bounce.run.Services.Service;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Value;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks up, before the first step, everything that the plan will touch whatever happens: a group
 * that does not exist, a socket that nobody listens on or a wrong password are found out while
 * nothing is changed yet.
 *
 * <p>Properties and conditions that follow from files count as known as long as no command before
 * them could change a file. What depends on anything else, on a failure or on what the run will
 * have computed is looked up when it is reached.
 */
final class Preconditions {
  private final Run run;
  private final Map<String, Sighting> seen = new HashMap<>();
  private final Set<String> acted = new HashSet<>();
  private final Set<StepId> walked = new HashSet<>();
  private boolean filesMayChange;

  Preconditions(Run run) {
    this.run = run;
  }

  /**
   * Looks.
   *
   * @throws StepFailedException a failure of the first step that could not do its work
   */
  void check(Step root, Frame frame) throws StepFailedException {
    try {
      walk(root, frame.enter(root));
    } catch (StepFailedException e) {
      Failure failure = e.failure();
      throw failure.kind() == Failure.Kind.FAILED
          ? new StepFailedException(failure.as(Failure.Kind.PRECONDITION))
          : e;
    }
  }

  private void walk(Step step, Frame frame) throws StepFailedException {
    switch (step) {
      case Step.Block block -> walkAll(block.steps(), frame);
      case Step.Parallel parallel -> walkAll(parallel.branches(), frame);
      case Step.Ordered ordered ->
          walkAll(ordered.turns().stream().map(Step.Turn::step).toList(), frame);
      case Step.Within within -> walk(within.body(), frame.enter(within.body()));
      case Step.Retry retry -> walk(retry.body(), frame.enter(retry.body()));
      case Step.Guard guard -> {
        look(Optional.of(guard.target()), Optional.empty(), frame);
        walk(guard.body(), frame.enter(guard.body()));
      }
      case Step.Follow follow -> {
        look(follow.target(), Optional.empty(), frame);
        walk(follow.body(), frame.enter(follow.body()));
      }
      case Step.Act act -> {
        look(Optional.of(act.target()), Optional.of(act.action()), frame);
        if (act.action().isRestart()) {
          walkHooks(act.target(), Set.of(Hook.BEFORE_RESTART), frame);
        }
      }
      case Step.SendSignal signal -> {
        look(Optional.of(signal.target()), Optional.of(Action.SIGNAL), frame);
        refuse(signal, frame);
      }
      case Step.CallHook call -> {
        look(Optional.of(call.target()), Optional.empty(), frame);
        walkHooks(call.target(), Set.of(call.hook()), frame);
      }
      case Step.Phase phase -> {
        look(Optional.of(phase.target()), rolling(phase), frame);
        checkRollout(phase, frame);
        if (phase.body().isEmpty()) {
          walkHooks(phase.target(), EnumSet.allOf(Hook.class), frame);
        }
      }
      case Step.AwaitHealthy await -> look(await.target(), Optional.empty(), frame);
      case Step.Confirm _ -> checkConfirmation(frame);
      case Step.Branch branch -> walkBranch(branch, frame);
      case Step.RunCommand _, Step.RunShell _, Step.Link _ -> filesMayChange = true;
      case Step.Loop _, Step.Attempt _ -> filesMayChange = true; // commands may stand in them
      case Step.AwaitCondition _,
          Step.Check _,
          Step.LoadEnvironment _,
          Step.Bind _,
          Step.Log _,
          Step.Sleep _,
          Step.Fail _ -> {}
    }
  }

  /** Which way a branch goes is known where files tell and nothing before it can change them. */
  private void walkBranch(Step.Branch branch, Frame frame) throws StepFailedException {
    if (filesMayChange || !FreeParts.followsFromFiles(branch.condition())) {
      filesMayChange = true;
      return;
    }
    boolean holds;
    try {
      holds = run.formulas.truth(branch.condition(), frame);
    } catch (EvaluationException _) {
      filesMayChange = true; // the step itself will say what is wrong
      return;
    }
    Optional<Step> taken = holds ? Optional.of(branch.then()) : branch.otherwise();
    if (taken.isPresent()) {
      walk(taken.get(), frame.enter(taken.get()));
    }
  }

  /** Files that a command before it may write are not believed to stay as they are. */
  private boolean isSettled(ServicePlan plan, Frame frame) throws StepFailedException {
    boolean ownIsSettled = filesMayChange ? Services.isKnown(plan) : Services.canBeLookedUp(plan);
    return ownIsSettled && (plan.place().isEmpty() || isSettled(plan.place().get(), frame));
  }

  /** What lives inside of a container is found when that is. */
  private boolean isSettled(Formula place, Frame frame) throws StepFailedException {
    if (!isFixed(place)) {
      return false;
    }
    for (Selection selection : run.formulas.target(place, frame)) {
      ServicePlan plan = run.plan.services().get(selection.service());
      if (plan != null && !isSettled(plan, frame)) {
        return false;
      }
    }
    return true;
  }

  private void walkAll(List<Step> steps, Frame frame) throws StepFailedException {
    for (Step step : steps) {
      walk(step, frame.enter(step));
    }
  }

  /** What a service does around a restart of its members can be looked up as well. */
  private void walkHooks(Formula target, Set<Hook> hooks, Frame frame) throws StepFailedException {
    for (Hook hook : hooks) {
      for (Step block : run.plan.hookBlocks(hook, target, Map.of())) {
        if (walked.add(block.id())) {
          walk(block, frame.enter(block));
        }
      }
    }
  }

  private static Optional<Action> rolling(Step.Phase phase) {
    return phase.body().isPresent() ? Optional.empty() : Optional.of(Action.ROLL);
  }

  private void look(Optional<Formula> target, Optional<Action> action, Frame frame)
      throws StepFailedException {
    if (!target.map(Preconditions::isFixed).orElse(false)) {
      return;
    }
    for (Selection selection : run.formulas.target(target.get(), frame)) {
      ServicePlan plan = run.plan.services().get(selection.service());
      if (plan != null && !isSettled(plan, frame)) {
        continue;
      }
      Sighting sighting = seen.get(selection.service());
      if (sighting == null) {
        sighting = run.services.sight(selection.service(), frame);
        seen.put(selection.service(), sighting);
      }
      List<MemberState> members = Services.selected(selection, sighting, frame);
      if (action.isPresent()) {
        permit(action.get(), sighting.service(), members, frame);
      }
    }
  }

  /** What an earlier step will have changed by then is judged again when it is reached. */
  private void permit(Action action, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    if (!acted.add(service.key())) {
      return;
    }
    run.services.authorise(service, frame);
    Action taken = action == Action.ROLL ? Expansion.phaseAction(service.backend()) : action;
    new Remarks(run).refuse(taken, service, members, frame);
  }

  private void refuse(Step.SendSignal signal, Frame frame) throws StepFailedException {
    if (!isFixed(signal.target())) {
      return;
    }
    for (Selection selection : run.formulas.target(signal.target(), frame)) {
      Sighting sighting = seen.get(selection.service());
      if (sighting != null) {
        List<MemberState> members = Services.selected(selection, sighting, frame);
        new Remarks(run).refuse(signal.signal(), sighting.service(), members, frame);
      }
    }
  }

  /**
   * Finds out what the states of the members alone would refuse: an order that they do not tell,
   * and batches that cannot keep the floor, however well all goes.
   */
  private void checkRollout(Step.Phase phase, Frame frame) throws StepFailedException {
    if (!isFixed(phase.target())) {
      return;
    }
    for (Selection selection : run.formulas.target(phase.target(), frame)) {
      Sighting sighting = seen.get(selection.service());
      if (sighting != null) {
        try {
          checkRollout(phase, selection, sighting);
        } catch (EvaluationException e) {
          throw frame.failed(e);
        }
      }
    }
  }

  private static void checkRollout(Step.Phase phase, Selection selection, Sighting sighting)
      throws EvaluationException {
    Step.Rollout rollout = phase.rollout();
    List<MemberState> members = selection.of(sighting.members());
    Optional<Value> order = rollout.order().flatMap(Formula::known);
    if (order.isPresent()) {
      members = MemberOrder.of(order.get()).sorted(members, selection);
    }
    Optional<Value> by = rollout.by().known();
    Optional<Value> keeping =
        rollout.keeping().or(() -> sighting.service().plan().floor()).flatMap(Formula::known);
    boolean isOpen = rollout.canary().isPresent() && rollout.canary().get().known().isEmpty();
    if (by.isPresent()
        && keeping.isPresent()
        && !isOpen
        && !PhaseExecutor.keepsUp(phase, sighting)) {
      int total = sighting.members().size();
      Batches.of(members, by.get(), rollout.canary().flatMap(Formula::known))
          .checkFloor(total, Shares.floor(total, keeping.get()), 0);
    }
  }

  /** Tells whether a target means the same now as when it is reached. */
  private static boolean isFixed(Formula target) {
    return switch (target) {
      case Formula.Constant _ -> true;
      case Formula.Elements(List<Formula> elements) ->
          elements.stream().allMatch(Preconditions::isFixed);
      case Formula.Element(Formula object, Formula index) -> isFixed(object) && isFixed(index);
      case Formula.Variable _,
          Formula.Join _,
          Formula.Entries _,
          Formula.Unary _,
          Formula.Binary _,
          Formula.Conditional _,
          Formula.Attribute _,
          Formula.Comprehension _,
          Formula.Call _,
          Formula.StateTest _ ->
          false;
    };
  }

  private void checkConfirmation(Frame frame) throws StepFailedException {
    if (!run.world.confirmation().isPossible()) {
      throw frame.failed(
          Code.R017,
          "this question needs a terminal",
          Optional.of("run it on a terminal, or give `--yes`"),
          List.of());
    }
  }
}
