package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.plan.Step;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** Carries out one step, whatever it is: the only place that knows all kinds of steps. */
final class StepExecutor {
  private final Run run;
  private final MemberHooks hooks;
  private final ActExecutor acts;
  private final BlockExecutor blocks;
  private final FlowExecutor flow;
  private final PhaseExecutor phases;
  private final GuardExecutor guards;
  private final FollowExecutor follows;
  private final HealthWaiter health;
  private final CommandExecutor commands;
  private final LinkExecutor links;
  private final SimpleSteps simple;

  StepExecutor(Run run) {
    this.run = run;
    this.hooks = new MemberHooks(run, this);
    this.acts = new ActExecutor(run, hooks);
    this.blocks = new BlockExecutor(run, this);
    this.flow = new FlowExecutor(run, this);
    this.phases = new PhaseExecutor(run, this, hooks);
    this.guards = new GuardExecutor(run, this);
    this.follows = new FollowExecutor(run, this);
    this.health = new HealthWaiter(run);
    this.commands = new CommandExecutor(run);
    this.links = new LinkExecutor(run);
    this.simple = new SimpleSteps(run);
  }

  /**
   * Carries out a step, and tells of its beginning and its one end. A step that must not begin any
   * more fails without either.
   */
  void execute(Step step, Frame outer) throws StepFailedException {
    Frame frame = outer.enter(step);
    run.waits.safePoint(frame);
    long beganNanos = run.nanos();
    run.began(step, frame);
    try {
      Event.Status status = perform(step, frame);
      run.ended(step, frame, status, beganNanos, Optional.empty());
    } catch (StepFailedException e) {
      end(step, frame, e.failure(), beganNanos);
      throw e;
    } catch (RuntimeException e) {
      StepFailedException broken = broken(e, frame);
      end(step, frame, broken.failure(), beganNanos);
      throw broken;
    }
  }

  /** A text that is no path may stand wherever one is wanted; all else is our own doing. */
  private static StepFailedException broken(RuntimeException e, Frame frame) {
    return e instanceof InvalidPathException path
        ? frame.failed(
            Code.P012, "`%s` cannot be a path: %s".formatted(path.getInput(), path.getReason()))
        : frame.failed(Code.X001, "bounce itself failed: " + e);
  }

  private void end(Step step, Frame frame, Failure failure, long beganNanos) {
    Optional<String> reason = Optional.of(failure.reason());
    run.ended(step, frame, failure.kind().status(), beganNanos, reason);
  }

  private Event.Status perform(Step step, Frame frame) throws StepFailedException {
    switch (step) {
      case Step.Branch branch -> {
        return flow.execute(branch, frame);
      }
      case Step.Block block -> blocks.execute(block, frame);
      case Step.Attempt attempt -> blocks.execute(attempt, frame);
      case Step.Parallel parallel -> flow.execute(parallel, frame);
      case Step.Ordered ordered -> new TurnExecutor(run, this).execute(ordered, frame);
      case Step.Loop loop -> flow.execute(loop, frame);
      case Step.Retry retry -> flow.execute(retry, frame);
      case Step.Within within -> flow.execute(within, frame);
      case Step.Guard guard -> guards.execute(guard, frame);
      case Step.Follow follow -> follows.execute(follow, frame);
      case Step.Act act -> acts.execute(act, frame);
      case Step.SendSignal signal -> acts.execute(signal, frame);
      case Step.CallHook call -> hooks.execute(call, frame);
      case Step.Phase phase -> phases.execute(phase, frame);
      case Step.AwaitHealthy await -> health.execute(await, frame);
      case Step.AwaitCondition await -> simple.execute(await, frame);
      case Step.Check check -> simple.execute(check, frame);
      case Step.RunCommand command -> commands.execute(command, frame);
      case Step.RunShell shell -> commands.execute(shell, frame);
      case Step.Link link -> links.execute(link, frame);
      case Step.LoadEnvironment load -> simple.execute(load, frame);
      case Step.Bind bind -> simple.execute(bind, frame);
      case Step.Confirm confirm -> simple.execute(confirm, frame);
      case Step.Log log -> simple.execute(log, frame);
      case Step.Sleep sleep -> simple.execute(sleep, frame);
      case Step.Fail fail -> simple.execute(fail, frame);
    }
    return Event.Status.DONE;
  }
}
