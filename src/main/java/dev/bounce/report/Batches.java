package dev.bounce.report;

import dev.bounce.plan.StepId;
import dev.bounce.run.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a phase has come.
 *
 * @param sizes how many members each batch has
 * @param current the number of the batch in work, from 1; 0 before the first
 * @param ended the numbers of the batches that are done
 */
record Batches(List<Integer> sizes, int current, Set<Integer> ended) {
  private static final Pattern KEY = Pattern.compile("batch-\\d+: (.*)");
  private static final String NAMES = ", ";

  Batches {
    sizes = List.copyOf(sizes);
    ended = Set.copyOf(ended);
  }

  /** Returns the batches that a step was expanded to, if it is a phase. */
  static Optional<Batches> of(Event.Expanded expanded) {
    List<Integer> sizes = new ArrayList<>();
    for (String key : expanded.keys()) {
      Matcher matcher = KEY.matcher(key);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      sizes.add(matcher.group(1).split(NAMES, -1).length);
    }
    return sizes.isEmpty() ? Optional.empty() : Optional.of(new Batches(sizes, 0, Set.of()));
  }

  /** A step begins: perhaps one of these batches. */
  Batches began(StepId phase, StepId step) {
    return number(phase, step).map(number -> new Batches(sizes, number, ended)).orElse(this);
  }

  /** A step has ended: perhaps one of these batches. */
  Batches ended(StepId phase, StepId step) {
    Optional<Integer> number = number(phase, step);
    if (number.isEmpty()) {
      return this;
    }
    Set<Integer> more = new TreeSet<>(ended);
    more.add(number.get());
    return new Batches(sizes, current, more);
  }

  private Optional<Integer> number(StepId phase, StepId step) {
    for (int number = 1; number <= sizes.size(); number++) {
      if (phase.expansion("batch-" + number).equals(step)) {
        return Optional.of(number);
      }
    }
    return Optional.empty();
  }

  /** Returns the batch and the members: {@code batch 2/4 · 5 of 12 members}. */
  String shown() {
    int members = sizes.stream().mapToInt(Integer::intValue).sum();
    int done = ended.stream().mapToInt(number -> sizes.get(number - 1)).sum();
    return "batch %d/%d · %d of %d members"
        .formatted(Math.max(1, current), sizes.size(), done, members);
  }
}
