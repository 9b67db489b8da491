package dev.bounce.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks through the steps of a plan. */
final class Steps {
  private final List<Step> found = new ArrayList<>();

  private Steps() {}

  /** Returns a step and all in it. */
  static List<Step> in(Step root) {
    Steps steps = new Steps();
    steps.visit(root);
    return steps.found;
  }

  private void visit(Step step) {
    found.add(step);
    switch (step) {
      case Step.Block block -> {
        block.steps().forEach(this::visit);
        all(block.onFailure(), block.onSuccess(), block.cleanup());
      }
      case Step.Parallel parallel -> parallel.branches().forEach(this::visit);
      case Step.Ordered ordered -> ordered.turns().forEach(turn -> visit(turn.step()));
      case Step.Branch branch -> {
        visit(branch.then());
        all(branch.otherwise());
      }
      case Step.Loop loop -> visit(loop.body());
      case Step.Retry retry -> visit(retry.body());
      case Step.Within within -> visit(within.body());
      case Step.Attempt attempt -> {
        visit(attempt.body());
        all(attempt.onFailure(), attempt.cleanup());
      }
      case Step.Guard guard -> visit(guard.body());
      case Step.Follow follow -> visit(follow.body());
      case Step.Phase phase -> all(phase.body());
      case Step.Act _,
          Step.SendSignal _,
          Step.AwaitHealthy _,
          Step.AwaitCondition _,
          Step.Check _,
          Step.RunCommand _,
          Step.RunShell _,
          Step.CallHook _,
          Step.Link _,
          Step.LoadEnvironment _,
          Step.Bind _,
          Step.Confirm _,
          Step.Log _,
          Step.Sleep _,
          Step.Fail _ -> {}
    }
  }

  @SafeVarargs
  private void all(Optional<Step>... steps) {
    for (Optional<Step> step : steps) {
      step.ifPresent(this::visit);
    }
  }
}
