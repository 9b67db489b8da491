package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Step;
import dev.bounce.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Steps that decide whether, how often and how many at once other steps are carried out. */
final class FlowExecutor {
  private final Run run;
  private final StepExecutor steps;

  FlowExecutor(Run run, StepExecutor steps) {
    this.run = run;
    this.steps = steps;
  }

  /** Returns SKIPPED when the condition does not hold and nothing was to be done otherwise. */
  Event.Status execute(Step.Branch branch, Frame frame) throws StepFailedException {
    if (truth(branch, frame)) {
      steps.execute(branch.then(), frame);
    } else if (branch.otherwise().isPresent()) {
      steps.execute(branch.otherwise().get(), frame);
    } else {
      return Event.Status.SKIPPED;
    }
    return Event.Status.DONE;
  }

  private boolean truth(Step.Branch branch, Frame frame) throws StepFailedException {
    try {
      return run.formulas.truth(branch.condition(), frame);
    } catch (EvaluationException e) {
      throw frame.failed(e);
    }
  }

  void execute(Step.Parallel parallel, Frame frame) throws StepFailedException {
    List<Waits.Work> works = new ArrayList<>();
    for (Step branch : parallel.branches()) {
      works.add(() -> steps.execute(branch, frame.withOwnEnvironment()));
    }
    all(works, parallel.atOnce(), frame);
  }

  void execute(Step.Loop loop, Frame frame) throws StepFailedException {
    List<Value> items = run.formulas.list(loop.items(), frame);
    if (items.size() > loop.bound()) {
      throw frame.failed(
          Code.P007,
          "%d elements are more than the %d that were planned for"
              .formatted(items.size(), loop.bound()));
    }
    List<String> keys = IntStream.rangeClosed(1, items.size()).mapToObj(Integer::toString).toList();
    run.emit(new Event.Expanded(run.now(), frame.step(), keys));
    List<Waits.Work> works = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Frame own = frame.expand(keys.get(i)).withOwnVariables().withOwnEnvironment();
      own.variables().bind(loop.variable(), items.get(i));
      works.add(() -> steps.execute(loop.body(), own));
    }
    all(works, loop.atOnce(), frame);
  }

  /**
   * Does works at the same time; after the first failure none begins. The first one that failed, in
   * their order, is the failure of all.
   */
  void all(List<Waits.Work> works, int atOnce, Frame frame) throws StepFailedException {
    if (atOnce <= 1) {
      for (Waits.Work work : works) {
        work.work();
      }
      return;
    }
    AtomicBoolean failed = new AtomicBoolean();
    List<Waits.Work> watched =
        works.stream().<Waits.Work>map(work -> () -> unlessFailed(work, failed)).toList();
    List<Failure> failures = run.waits.all(frame, watched, atOnce);
    if (!failures.isEmpty()) {
      failures.stream().skip(1).forEach(run::addFurther);
      throw new StepFailedException(failures.getFirst());
    }
  }

  private static void unlessFailed(Waits.Work work, AtomicBoolean failed)
      throws StepFailedException {
    if (failed.get()) {
      return;
    }
    try {
      work.work();
    } catch (StepFailedException e) {
      failed.set(true);
      throw e;
    }
  }

  void execute(Step.Retry retry, Frame frame) throws StepFailedException {
    int attempts = run.formulas.number(retry.attempts(), frame);
    Duration every = run.formulas.duration(retry.every(), frame);
    if (attempts < 1) {
      throw frame.failed(Code.P012, "at least one attempt is needed");
    }
    for (int attempt = 1; ; attempt++) {
      try {
        steps.execute(retry.body(), frame.expand("attempt-" + attempt).withOwnEnvironment());
        return;
      } catch (StepFailedException e) {
        if (attempt == attempts || !e.failure().kind().canBeHandled()) {
          throw e;
        }
        run.waits.safePoint(frame);
      }
      run.waits.sleep(frame, every);
    }
  }

  void execute(Step.Within within, Frame frame) throws StepFailedException {
    Duration bound = run.formulas.duration(within.bound(), frame);
    Deadline deadline = Deadline.in(bound, run.nanos(), within.title());
    steps.execute(within.body(), frame.within(deadline).withOwnEnvironment());
  }
}
