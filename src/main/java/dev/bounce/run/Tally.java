package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.plan.Bounds;
import dev.bounce.value.Texts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts the probes of a guard, and raises its signal when the budget is spent. */
final class Tally {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Run run;
  private final Budget budget;
  private final Optional<Duration> latency;
  private final StopSignal signal;
  private final List<String> samples = new ArrayList<>();
  private long requests;
  private long failures;
  private Duration slowest = Duration.ZERO;
  private boolean closed;

  Tally(Run run, Budget budget, Optional<Duration> latency, StopSignal signal) {
    this.run = run;
    this.budget = budget;
    this.latency = latency;
    this.signal = signal;
  }

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

  /** What was counted. */
  record Figures(long requests, long failures, Duration slowest, List<String> samples) {}

  /** Counts an answer; after the end no more. */
  void count(String who, boolean ok, String said, Duration took) {
    synchronized (this) {
      if (closed) {
        return;
      }
      requests++;
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      boolean slow = latency.map(limit -> took.compareTo(limit) > 0).orElse(false);
      if (!ok || slow) {
        failures++;
        String what = ok ? "took " + Texts.duration(took) : said;
        if (samples.size() < Bounds.GUARD_SAMPLES) {
          samples.add(run.now() + " " + who + ": " + run.mask.mask(what));
        }
      }
      if (!isSpent(false)) {
        return;
      }
    }
    signal.raise(new StopSignal.Stop(Failure.Kind.HALTED, Code.R008, verdict()));
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

  synchronized Figures figures() {
    return new Figures(requests, failures, slowest, List.copyOf(samples));
  }

  synchronized String verdict() {
    String first = samples.isEmpty() ? "" : ", first at " + samples.getFirst();
    return "%d of %d probes failed, more than %s%s"
        .formatted(failures, requests, budget.shown(), first);
  }
}
