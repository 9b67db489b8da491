package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.plan.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Does something to several services, each as soon as those that it comes after are done. Whoever
 * ends a turn begins those that have waited for it.
 */
final class TurnExecutor {
  private final Run run;
  private final StepExecutor steps;

  TurnExecutor(Run run, StepExecutor steps) {
    this.run = run;
    this.steps = steps;
  }

  /** The first one that failed, in the order of the plan, is the failure of all. */
  void execute(Step.Ordered step, Frame outer) throws StepFailedException {
    StopSignal signal = new StopSignal(outer.signal());
    Frame frame = run.formulas.within(step.within(), step.title(), outer).withSignal(signal);
    Turns turns = new Turns(step, frame, signal);
    turns.goOn();
    turns.throwIfFailed();
  }

  /** The turns of one step; several tasks share them. */
  private final class Turns {
    private final Step.Ordered step;
    private final Frame frame;
    private final StopSignal signal;
    private final Set<Step.Turn> waiting;
    private final Set<String> done = new HashSet<>();
    private final Map<Integer, Failure> failures = new TreeMap<>();
    private int running;

    Turns(Step.Ordered step, Frame frame, StopSignal signal) {
      this.step = step;
      this.frame = frame;
      this.signal = signal;
      this.waiting = new LinkedHashSet<>(step.turns());
    }

    /** Begins what can begin now, and returns when that and all that follows from it has ended. */
    void goOn() throws StepFailedException {
      List<Step.Turn> ready = ready();
      while (ready.size() == 1) {
        perform(ready.getFirst());
        ready = ready();
      }
      if (!ready.isEmpty()) {
        List<Waits.Work> works = new ArrayList<>();
        for (Step.Turn turn : ready) {
          works.add(() -> {
            perform(turn);
            goOn();
          });
        }
        List<Failure> broken = run.waits.all(frame, works, works.size());
        if (!broken.isEmpty()) {
          throw new StepFailedException(broken.getFirst());
        }
      }
    }

    private void perform(Step.Turn turn) {
      try {
        steps.execute(turn.step(), frame.withOwnVariables().withOwnEnvironment());
        end(turn);
      } catch (StepFailedException e) {
        fail(turn, e.failure());
      }
    }

    /** Takes the turns that nothing keeps from beginning any more. */
    private synchronized List<Step.Turn> ready() {
      if (!failures.isEmpty()) {
        return List.of();
      }
      List<Step.Turn> ready =
          waiting.stream()
              .filter(turn -> done.containsAll(turn.after()))
              .limit(step.atOnce() - running)
              .toList();
      ready.forEach(waiting::remove);
      running += ready.size();
      return ready;
    }

    private synchronized void end(Step.Turn turn) {
      running--;
      done.add(turn.service());
    }

    private synchronized void fail(Step.Turn turn, Failure failure) {
      running--;
      failures.put(step.turns().indexOf(turn), failure);
      String reason = turn.service() + " has failed";
      signal.hold(new StopSignal.Stop(Failure.Kind.HALTED, Code.R014, reason));
    }

    /** What only stopped because another one had failed is no failure of its own. */
    private synchronized void throwIfFailed() throws StepFailedException {
      List<Failure> own =
          failures.values().stream()
              .filter(failure -> failure.kind() != Failure.Kind.HALTED)
              .toList();
      List<Failure> told = own.isEmpty() ? List.copyOf(failures.values()) : own;
      if (!told.isEmpty()) {
        told.stream().skip(1).forEach(run::addFurther);
        throw new StepFailedException(told.getFirst());
      }
    }
  }
}
