package dev.bounce.run;

import dev.bounce.value.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a guard has counted.
 *
 * @param requests how many probes were answered, or failed
 * @param failures how many failed, or took too long
 * @param kinds how many failed in which way, without those that did not occur; by {@link
 *     GuardFailure.Kind#attribute}
 * @param slowest the longest time to an answer, or to its failure
 * @param percentiles how long good answers took: 95 % of them at most {@code p95}; to 1 %, and
 *     empty where no answer was good
 * @param first the failures that came first, with their times
 */
public record GuardFigures(
    long requests,
    long failures,
    Map<String, Long> kinds,
    Duration slowest,
    Map<String, Duration> percentiles,
    List<GuardFailure> first) {
  /** Copies the collections, and keeps their order. */
  public GuardFigures {
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    percentiles = Collections.unmodifiableMap(new LinkedHashMap<>(percentiles));
    first = List.copyOf(first);
  }

  /** Returns the numbers in a line: {@code 812 probes, 3 failed (2 refused, 1 slow), …}. */
  public String shown() {
    String p95 =
        percentiles.containsKey("p95") ? ", p95 " + Texts.duration(percentiles.get("p95")) : "";
    return "%d probes, %d failed%s, slowest %s%s"
        .formatted(requests, failures, shownKinds(), Texts.duration(slowest), p95);
  }

  /** Returns the same with another text in the place of each answer. */
  GuardFigures masked(UnaryOperator<String> masking) {
    List<GuardFailure> failed =
        first.stream()
            .map(one ->
                new GuardFailure(one.after(), one.member(), one.kind(), masking.apply(one.said())))
            .toList();
    return new GuardFigures(requests, failures, kinds, slowest, percentiles, failed);
  }

  /** Returns how many failed in which way, in brackets; nothing where none did. */
  String shownKinds() {
    List<String> parts = new ArrayList<>();
    kinds.forEach((kind, count) -> parts.add(count + " " + kind.replace('-', ' ')));
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }
}
