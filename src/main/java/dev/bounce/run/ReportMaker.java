package dev.bounce.run;

import dev.bounce.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together the report of a run that has ended. */
final class ReportMaker {
  private final Run run;

  ReportMaker(Run run) {
    this.run = run;
  }

  Report make(String runId, Optional<Failure> failure, Duration took) {
    List<StepReport> untouched = new ArrayList<>();
    addUntouched(run.plan.root(), untouched);
    return new Report(
        runId,
        failure.map(ReportMaker::status).orElse(Event.Status.DONE),
        failure.map(ReportMaker::exitCode).orElse(ExitCode.DONE),
        failure.map(this::masked),
        run.further().stream().map(this::masked).toList(),
        run.ledger.all().stream().map(member -> member.masked(run.mask)).toList(),
        run.guards().stream().map(this::masked).toList(),
        untouched,
        untouched.size(),
        took);
  }

  private static Event.Status status(Failure failure) {
    return failure.kind() == Failure.Kind.HALTED ? Event.Status.FAILED : failure.kind().status();
  }

  private static ExitCode exitCode(Failure failure) {
    return switch (failure.kind()) {
      case FAILED, HALTED -> ExitCode.FAILED;
      case PRECONDITION -> ExitCode.PRECONDITION;
      case DECLINED -> ExitCode.DECLINED;
      case INTERRUPTED -> ExitCode.INTERRUPTED;
    };
  }

  private GuardReport masked(GuardReport guard) {
    return new GuardReport(
        guard.step(), run.mask.mask(guard.title()), guard.figures().masked(run.mask::mask));
  }

  private Failure masked(Failure failure) {
    return new Failure(
        failure.kind(),
        failure.step(),
        run.mask.mask(failure.path()),
        failure.place(),
        failure.code(),
        run.mask.mask(failure.reason()),
        failure.hint().map(run.mask::mask),
        run.mask.mask(failure.logTail()));
  }

  /** Adds the outermost steps that were never begun, without those that were not meant to be. */
  private void addUntouched(Step step, List<StepReport> untouched) {
    if (!run.hasBegun(step)) {
      if (step instanceof Step.Block block) {
        block.steps().forEach(inner -> addUntouched(inner, untouched));
      } else {
        untouched.add(new StepReport(step.id(), run.mask.mask(step.title()), step.place()));
      }
      return;
    }
    switch (step) {
      case Step.Block block -> block.steps().forEach(inner -> addUntouched(inner, untouched));
      case Step.Parallel parallel ->
          parallel.branches().forEach(branch -> addUntouched(branch, untouched));
      case Step.Ordered ordered ->
          ordered.turns().forEach(turn -> addUntouched(turn.step(), untouched));
      case Step.Retry retry -> addUntouched(retry.body(), untouched);
      case Step.Within within -> addUntouched(within.body(), untouched);
      case Step.Attempt attempt -> addUntouched(attempt.body(), untouched);
      case Step.Guard guard -> addUntouched(guard.body(), untouched);
      case Step.Follow follow -> addUntouched(follow.body(), untouched);
      case Step.Branch _,
          Step.Loop _,
          Step.Act _,
          Step.SendSignal _,
          Step.CallHook _,
          Step.Phase _,
          Step.AwaitHealthy _,
          Step.AwaitCondition _,
          Step.Check _,
          Step.RunCommand _,
          Step.RunShell _,
          Step.Link _,
          Step.LoadEnvironment _,
          Step.Bind _,
          Step.Confirm _,
          Step.Log _,
          Step.Sleep _,
          Step.Fail _ -> {}
    }
  }
}
