package dev.bounce.notation;

import dev.bounce.notation.UvlCondition.Both;
import dev.bounce.notation.UvlCondition.Chosen;
import dev.bounce.notation.UvlCondition.Either;
import dev.bounce.notation.UvlCondition.Equivalent;
import dev.bounce.notation.UvlCondition.Implies;
import dev.bounce.notation.UvlCondition.Not;
import dev.bounce.notation.UvlCondition.Quantity;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Brings a constraint into clauses, as long as that takes a bounded amount of work. */
final class UvlClauses {
  /** A constraint that comes to more is not looked at. */
  private static final int LIMIT = 200;

  /** A chain of {@code <=>} has its beginning looked at twice for each of its links. */
  private static final int LOOKS = 2000;

  private int looks;

  private UvlClauses() {}

  /** Returns the clauses of a constraint; absent when there are too many. */
  static Optional<Set<UvlClause>> of(UvlCondition condition) {
    return new UvlClauses().clauses(condition, true);
  }

  private Optional<Set<UvlClause>> clauses(UvlCondition condition, boolean holds) {
    if (++looks > LOOKS) {
      return Optional.empty();
    }
    return switch (condition) {
      case Chosen(String feature) ->
          Optional.of(
              Set.of(
                  holds
                      ? new UvlClause(Set.of(feature), Set.of(), false)
                      : new UvlClause(Set.of(), Set.of(feature), false)));
      case Quantity() -> Optional.of(Set.of(new UvlClause(Set.of(), Set.of(), true)));
      case Not(UvlCondition operand) -> clauses(operand, !holds);
      case Both(UvlCondition left, UvlCondition right) -> joined(left, holds, right, holds, holds);
      case Either(UvlCondition left, UvlCondition right) ->
          joined(left, holds, right, holds, !holds);
      case Implies(UvlCondition left, UvlCondition right) ->
          joined(left, !holds, right, holds, !holds);
      case Equivalent(UvlCondition left, UvlCondition right) ->
          clauses(new Both(new Implies(left, right), new Implies(right, left)), holds);
    };
  }

  private Optional<Set<UvlClause>> joined(
      UvlCondition left, boolean leftHolds, UvlCondition right, boolean rightHolds, boolean both) {
    Optional<Set<UvlClause>> first = clauses(left, leftHolds);
    Optional<Set<UvlClause>> second =
        first.isEmpty() ? Optional.empty() : clauses(right, rightHolds);
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    long size =
        both
            ? first.get().size() + second.get().size()
            : (long) first.get().size() * second.get().size();
    if (size > LIMIT) {
      return Optional.empty();
    }
    return Optional.of(
        both ? union(first.get(), second.get()) : product(first.get(), second.get()));
  }

  private static Set<UvlClause> union(Set<UvlClause> first, Set<UvlClause> second) {
    Set<UvlClause> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return all;
  }

  private static Set<UvlClause> product(Set<UvlClause> first, Set<UvlClause> second) {
    Set<UvlClause> all = new LinkedHashSet<>();
    for (UvlClause one : first) {
      for (UvlClause other : second) {
        UvlClause either = one.or(other);
        // `a | !a` holds of itself.
        if (either.chosen().stream().noneMatch(either.absent()::contains)) {
          all.add(either);
        }
      }
    }
    return all;
  }
}
