package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Step;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steps that have no other steps in them and touch no service. */
final class SimpleSteps {
  private final Run run;

  SimpleSteps(Run run) {
    this.run = run;
  }

  /** That a condition has no value counts as not yet, and is named when time is over. */
  void execute(Step.AwaitCondition step, Frame frame) throws StepFailedException {
    Duration every = run.formulas.duration(step.every(), frame);
    Duration within = run.formulas.duration(step.within(), frame);
    long limit = run.nanos() + within.toNanos();
    Frame looking = frame.within(Deadline.in(within, run.nanos(), step.title()));
    Optional<EvaluationException> trouble;
    while (true) {
      run.waits.safePoint(frame);
      try {
        if (run.formulas.truth(step.condition(), looking)) {
          return;
        }
        trouble = Optional.empty();
      } catch (EvaluationException e) {
        trouble = Optional.of(e);
      }
      Duration left = Duration.ofNanos(limit - run.nanos());
      if (!left.isPositive()) {
        break;
      }
      Duration next = every.isZero() ? Bounds.CONDITION_EVERY : every;
      run.waits.sleep(frame, next.compareTo(left) < 0 ? next : left);
    }
    String why = trouble.map(it -> ": " + it.message()).orElse("");
    throw frame.failed(
        Code.R004, "the condition did not hold within " + Texts.duration(within) + why);
  }

  void execute(Step.Check step, Frame frame) throws StepFailedException {
    String reason;
    try {
      if (run.formulas.truth(step.condition(), frame)) {
        return;
      }
      reason =
          step.message().isPresent()
              ? shown(step.message().get(), frame)
              : "`" + step.title() + "` does not hold";
    } catch (EvaluationException e) {
      reason = "`" + step.title() + "` cannot be answered: " + e.message();
    }
    Failure failure = frame.failed(Code.R006, reason).failure();
    throw new StepFailedException(
        step.precedes() ? failure.as(Failure.Kind.PRECONDITION) : failure);
  }

  /** What the file sets is secret: nobody can tell which of it is. */
  void execute(Step.LoadEnvironment step, Frame frame) throws StepFailedException {
    String file = run.formulas.text(step.file(), frame);
    Host host = new Places(run).find(step.inside(), frame);
    try {
      Map<String, String> variables =
          EnvironmentFile.parse(host.read(Path.of(file), Bounds.FILE_BYTES));
      variables.forEach((name, text) -> {
        Value value = new SecretValue(text);
        run.mask.learn(value);
        frame.environment().bind(name, value);
      });
    } catch (HostException e) {
      throw frame.failed(Code.R012, "cannot read " + file + ": " + e.message());
    } catch (EvaluationException e) {
      throw frame.failed(e.code(), file + ": " + e.message());
    }
  }

  void execute(Step.Bind step, Frame frame) throws StepFailedException {
    Value value = run.formulas.value(step.value(), frame);
    frame.variables().bind(step.variable(), value);
    String shown = Texts.shown(value);
    run.emit(new Event.Bound(run.now(), frame.step(), step.variable(), shown));
  }

  void execute(Step.Confirm step, Frame frame) throws StepFailedException {
    Confirmation confirmation = run.world.confirmation();
    if (!confirmation.isPossible()) {
      throw frame.failed(
          Code.R017,
          "nobody can be asked: this is no terminal",
          Optional.of("run it on a terminal, or give `--yes`"),
          List.of());
    }
    String question = run.mask.mask(shown(step.question(), frame));
    boolean confirmed =
        run.waits.<Boolean, RuntimeException>interruptibly(
            frame, () -> confirmation.confirms(question));
    if (!confirmed) {
      Failure failure = frame.failed(Code.R010, "declined: " + question).failure();
      throw new StepFailedException(failure.as(Failure.Kind.DECLINED));
    }
  }

  void execute(Step.Log step, Frame frame) throws StepFailedException {
    run.emit(new Event.Logged(run.now(), frame.step(), shown(step.message(), frame)));
  }

  void execute(Step.Sleep step, Frame frame) throws StepFailedException {
    run.waits.sleep(frame, run.formulas.duration(step.duration(), frame));
  }

  /** Without a reason it fails with what is being handled. */
  void execute(Step.Fail step, Frame frame) throws StepFailedException {
    if (step.reason().isPresent()) {
      throw frame.failed(Code.R009, shown(step.reason().get(), frame));
    }
    throw frame
        .handled()
        .map(StepFailedException::new)
        .orElseGet(() -> frame.failed(Code.R009, "the runbook gave up"));
  }

  /** Returns a text that people read: a secret as a whole is masked, other texts are plain. */
  private String shown(Formula formula, Frame frame) throws StepFailedException {
    Value value = run.formulas.value(formula, frame);
    return value instanceof SecretValue ? Texts.MASK : run.mask.mask(Texts.plain(value));
  }
}
