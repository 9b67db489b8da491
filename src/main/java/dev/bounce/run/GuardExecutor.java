package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.plan.Step;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.PercentValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Probes a target all through a body, and stops it when more has failed than may. */
final class GuardExecutor {
  private final Run run;
  private final StepExecutor steps;

  GuardExecutor(Run run, StepExecutor steps) {
    this.run = run;
    this.steps = steps;
  }

  /** One round of probes is made before the body begins, so that a guard always says something. */
  void execute(Step.Guard step, Frame frame) throws StepFailedException {
    Value errors = run.formulas.value(step.errors(), frame);
    Tally.Limits limits = limits(step, frame);
    Duration every = run.formulas.duration(step.every(), frame);
    StopSignal signal = new StopSignal(frame.signal());
    Tally tally = new Tally(run, budget(errors, frame), limits, signal);
    GuardProber prober = new GuardProber(run, frame, tally);
    prober.aim(run.formulas.target(step.target(), frame));
    prober.round();
    Optional<Failure> failure = Optional.empty();
    try (Scheduler.Background _ = run.world.scheduler().start(() -> prober.probe(every))) {
      try {
        steps.execute(step.body(), frame.withSignal(signal).withOwnEnvironment());
      } catch (StepFailedException e) {
        failure = Optional.of(e.failure());
      } finally {
        prober.close();
      }
    }
    conclude(step, frame, tally);
    throwVerdict(failure, tally, frame);
  }

  private Tally.Limits limits(Step.Guard step, Frame frame) throws StepFailedException {
    Optional<Duration> longest =
        step.latency().isPresent()
            ? Optional.of(run.formulas.duration(step.latency().get(), frame))
            : Optional.empty();
    Map<Integer, Duration> percentiles = new LinkedHashMap<>();
    for (Step.LatencyBound bound : step.percentiles()) {
      percentiles.put(bound.percent(), run.formulas.duration(bound.longest(), frame));
    }
    return new Tally.Limits(longest, percentiles);
  }

  private static Tally.Budget budget(Value errors, Frame frame) throws StepFailedException {
    if (errors instanceof IntegerValue(long number) && number >= 0) {
      return new Tally.Budget.Allowance(number);
    }
    if (errors instanceof PercentValue(BigDecimal percent) && percent.signum() >= 0) {
      return new Tally.Budget.Share(percent);
    }
    throw frame.failed(
        Code.C007, Texts.shown(errors) + " is neither a number nor a share of requests");
  }

  private void conclude(Step.Guard step, Frame frame, Tally tally) {
    GuardFigures figures = tally.figures();
    frame.variables().bind(step.binding(), new MapValue(entries(figures)));
    run.addGuard(new GuardReport(frame.step(), step.title(), figures));
    run.emit(new Event.Guarded(run.now(), frame.step(), figures));
  }

  /** Every attribute has a value, so that none is missing where nothing has failed. */
  private static Map<String, Value> entries(GuardFigures figures) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("requests", new IntegerValue(figures.requests()));
    entries.put("failures", new IntegerValue(figures.failures()));
    for (GuardFailure.Kind kind : GuardFailure.Kind.values()) {
      entries.put(
          kind.attribute(), new IntegerValue(figures.kinds().getOrDefault(kind.attribute(), 0L)));
    }
    entries.put("slowest", new DurationValue(figures.slowest()));
    for (String percentile : List.of("p50", "p95", "p99")) {
      Duration took = figures.percentiles().getOrDefault(percentile, Duration.ZERO);
      entries.put(percentile, new DurationValue(took));
    }
    return entries;
  }

  private void throwVerdict(Optional<Failure> ofBody, Tally tally, Frame frame)
      throws StepFailedException {
    boolean halted =
        ofBody.map(failure -> failure.kind() == Failure.Kind.HALTED).orElse(false)
            && frame.signal().raised().isEmpty();
    if (ofBody.isPresent() && !halted) {
      throw new StepFailedException(ofBody.get());
    }
    if (tally.isSpent(true) || halted) {
      throw frame.failed(Code.R008, tally.verdict());
    }
    if (tally.figures().requests() == 0) {
      throw frame.failed(Code.R008, "not one probe was made");
    }
    String tooSlow = tally.tooSlow();
    if (!tooSlow.isEmpty()) {
      throw frame.failed(Code.R008, tooSlow);
    }
  }
}
