package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.health.ProbeAnswer;
import dev.bounce.plan.Bounds;
import dev.bounce.value.Texts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts the probes of a guard, and raises its signal when the budget is spent. */
final class Tally {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private static final List<Integer> PERCENTILES = List.of(50, 95, 99);

  private final Run run;
  private final Budget budget;
  private final Limits limits;
  private final StopSignal signal;
  private final long beganNanos;
  private final Map<GuardFailure.Kind, Long> kinds = new EnumMap<>(GuardFailure.Kind.class);
  private final List<GuardFailure> first = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private long requests;
  private long failures;
  private Duration slowest = Duration.ZERO;
  private boolean closed;

  /** Begins to count now. */
  Tally(Run run, Budget budget, Limits limits, StopSignal signal) {
    this.run = run;
    this.budget = budget;
    this.limits = limits;
    this.signal = signal;
    this.beganNanos = run.nanos();
  }

  /**
   * How long answers may take.
   *
   * @param longest what takes longer counts as failed
   * @param percentiles how long that many per cent of the good answers may take, judged at the end
   */
  record Limits(Optional<Duration> longest, Map<Integer, Duration> percentiles) {}

  /** How many probes may fail. */
  sealed interface Budget {
    /** That many. */
    record Allowance(long count) implements Budget {}

    /** That share of all probes. */
    record Share(BigDecimal percent) implements Budget {}

    /** Returns it as the language writes it. */
    default String shown() {
      return switch (this) {
        case Allowance(long count) -> Long.toString(count);
        case Share(BigDecimal percent) -> percent.toPlainString() + "%";
      };
    }
  }

  /** Counts an answer; after the end no more. */
  void count(String who, ProbeAnswer answer, Duration took) {
    synchronized (this) {
      if (closed) {
        return;
      }
      requests++;
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      if (answer.ok()) {
        latencies.add(took);
      }
      boolean slow = limits.longest().map(limit -> took.compareTo(limit) > 0).orElse(false);
      if (!answer.ok()) {
        fail(who, GuardFailure.Kind.of(answer.kind()), answer.said());
      } else if (slow) {
        fail(who, GuardFailure.Kind.SLOW, "took " + Texts.duration(took));
      }
      if (!isSpent(false)) {
        return;
      }
    }
    signal.raise(new StopSignal.Stop(Failure.Kind.HALTED, Code.R008, verdict()));
  }

  private void fail(String who, GuardFailure.Kind kind, String said) {
    failures++;
    kinds.merge(kind, 1L, Long::sum);
    if (first.size() < Bounds.GUARD_SAMPLES) {
      Duration after = run.since(beganNanos).truncatedTo(ChronoUnit.MILLIS);
      first.add(new GuardFailure(after, who, kind, run.mask.mask(said)));
    }
  }

  synchronized long requests() {
    return requests;
  }

  synchronized long failures() {
    return failures;
  }

  synchronized void close() {
    closed = true;
  }

  /**
   * Tells whether more has failed than may.
   *
   * @param atEnd whether no more will be counted: a share is judged then, or once it means
   *     something
   */
  synchronized boolean isSpent(boolean atEnd) {
    return switch (budget) {
      case Budget.Allowance(long count) -> failures > count;
      case Budget.Share(BigDecimal percent) ->
          (atEnd || requests >= Bounds.GUARD_SAMPLE)
              && BigDecimal.valueOf(failures)
                      .multiply(HUNDRED)
                      .compareTo(percent.multiply(BigDecimal.valueOf(requests)))
                  > 0;
    };
  }

  synchronized GuardFigures figures() {
    Map<String, Long> counted = new LinkedHashMap<>();
    kinds.forEach((kind, count) -> counted.put(kind.attribute(), count));
    Map<String, Duration> percentiles = new LinkedHashMap<>();
    if (!latencies.isEmpty()) {
      PERCENTILES.forEach(percent -> percentiles.put("p" + percent, percentile(percent)));
    }
    return new GuardFigures(requests, failures, counted, slowest, percentiles, first);
  }

  /** Returns what of the limits that are judged at the end was not kept; empty when all were. */
  synchronized String tooSlow() {
    return limits.percentiles().entrySet().stream()
        .filter(limit -> percentile(limit.getKey()).compareTo(limit.getValue()) > 0)
        .map(limit ->
            "of %d probes %d %% took up to %s, more than %s"
                .formatted(
                    requests,
                    limit.getKey(),
                    Texts.duration(percentile(limit.getKey())),
                    Texts.duration(limit.getValue())))
        .collect(Collectors.joining("; "));
  }

  private Duration percentile(int percent) {
    Duration exact = latencies.percentile(percent);
    Duration rounded = exact.truncatedTo(ChronoUnit.MICROS);
    return exact.compareTo(rounded) > 0 ? rounded.plusNanos(1000) : rounded;
  }

  synchronized String verdict() {
    String earliest =
        first.isEmpty()
            ? ""
            : ", first after %s: %s: %s"
                .formatted(
                    Texts.duration(first.getFirst().after()),
                    first.getFirst().member(),
                    first.getFirst().said());
    return "%d of %d probes failed%s, more than %s%s"
        .formatted(failures, requests, figures().shownKinds(), budget.shown(), earliest);
  }
}
