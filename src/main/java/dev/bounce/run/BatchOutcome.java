package dev.bounce.run;

import dev.bounce.value.Value.MemberValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How a batch of a phase has ended.
 *
 * @param failures what went wrong, in the order of the members
 * @param failed to whom
 */
record BatchOutcome(List<Failure> failures, Set<MemberValue> failed) {
  /** Nothing went wrong. */
  static final BatchOutcome GOOD = new BatchOutcome(List.of(), Set.of());

  /** Copies the list and the set. */
  BatchOutcome {
    failures = List.copyOf(failures);
    failed = Set.copyOf(failed);
  }

  /** Returns this outcome with what went wrong afterwards. */
  BatchOutcome and(BatchOutcome later) {
    List<Failure> both = new ArrayList<>(failures);
    both.addAll(later.failures);
    Set<MemberValue> all = new LinkedHashSet<>(failed);
    all.addAll(later.failed);
    return new BatchOutcome(both, all);
  }

  /** Returns this outcome, its first failure told in other words. */
  BatchOutcome told(UnaryOperator<Failure> words) {
    List<Failure> told = new ArrayList<>(failures);
    told.set(0, words.apply(told.getFirst()));
    return new BatchOutcome(told, failed);
  }

  /** Returns those of a batch to whom nothing has happened. */
  List<MemberValue> rest(List<MemberValue> batch) {
    return batch.stream().filter(member -> !failed.contains(member)).toList();
  }

  boolean isGood() {
    return failures.isEmpty();
  }
}
