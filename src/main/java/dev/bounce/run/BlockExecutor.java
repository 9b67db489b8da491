package dev.bounce.run;

import dev.bounce.plan.Bounds;
import dev.bounce.plan.Step;
import java.util.Optional;

/** Steps one after another, and the handlers around them. */
final class BlockExecutor {
  private final Run run;
  private final StepExecutor steps;

  BlockExecutor(Run run, StepExecutor steps) {
    this.run = run;
    this.steps = steps;
  }

  /** A block's own handlers never hide a failure. */
  void execute(Step.Block block, Frame outer) throws StepFailedException {
    Frame frame = outer.withOwnEnvironment();
    Optional<Failure> failure = failureOf(() -> inOrder(block, frame));
    if (failure.isPresent()) {
      Failure original = failure.get();
      last(block.onFailure(), frame.handling(original))
          .filter(ofHandler -> !ofHandler.equals(original))
          .ifPresent(run::addFurther);
    } else if (block.onSuccess().isPresent()) {
      Step onSuccess = block.onSuccess().get();
      failure = failureOf(() -> steps.execute(onSuccess, frame));
    }
    throwThose(failure, cleanUp(block.cleanup(), failure, frame));
  }

  private void inOrder(Step.Block block, Frame frame) throws StepFailedException {
    for (Step step : block.steps()) {
      steps.execute(step, frame);
    }
  }

  /** The failure of a body that has a handler is over, unless the handler fails. */
  void execute(Step.Attempt attempt, Frame frame) throws StepFailedException {
    Optional<Failure> failure = failureOf(() -> steps.execute(attempt.body(), frame));
    if (failure.isPresent() && attempt.onFailure().isPresent()) {
      Failure original = failure.get();
      Optional<Failure> ofHandler = last(attempt.onFailure(), frame.handling(original));
      if (original.kind().canBeHandled()) {
        ofHandler.filter(it -> !it.equals(original)).ifPresent(_ -> run.addFurther(original));
        failure = ofHandler;
      } else {
        ofHandler.filter(it -> !it.equals(original)).ifPresent(run::addFurther);
      }
    }
    throwThose(failure, cleanUp(attempt.cleanup(), failure, frame));
  }

  private Optional<Failure> cleanUp(
      Optional<Step> cleanup, Optional<Failure> failure, Frame frame) {
    return last(cleanup, failure.map(frame::handling).orElse(frame));
  }

  /** Runs a step that also runs when the run is ending, unless it ends at once. */
  private Optional<Failure> last(Optional<Step> step, Frame frame) {
    if (step.isEmpty() || run.interruption.isAtOnce()) {
      return Optional.empty();
    }
    Deadline deadline = Deadline.in(Bounds.HANDLERS, run.nanos(), step.get().title());
    Frame own = frame.withSignal(run.interruption.atOnce()).withDeadline(deadline);
    return failureOf(() -> steps.execute(step.get(), own));
  }

  private void throwThose(Optional<Failure> failure, Optional<Failure> ofCleanup)
      throws StepFailedException {
    if (failure.isPresent()) {
      ofCleanup.ifPresent(run::addFurther);
      throw new StepFailedException(failure.get());
    }
    if (ofCleanup.isPresent()) {
      throw new StepFailedException(ofCleanup.get());
    }
  }

  private static Optional<Failure> failureOf(Waits.Work work) {
    try {
      work.work();
      return Optional.empty();
    } catch (StepFailedException e) {
      return Optional.of(e.failure());
    }
  }
}
