package dev.bounce.notation;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One of the clauses that a constraint comes to, all of which hold: at least one of some features
 * is chosen, or one of others is not.
 *
 * @param chosen features of which one may be chosen
 * @param absent features of which one may be absent
 * @param unknown whether it may hold by a comparison of values as well
 */
record UvlClause(Set<String> chosen, Set<String> absent, boolean unknown) {
  /** Copies the sets. */
  UvlClause {
    chosen = Collections.unmodifiableSet(new LinkedHashSet<>(chosen));
    absent = Collections.unmodifiableSet(new LinkedHashSet<>(absent));
  }

  /** Returns the clause that holds when this one does or another. */
  UvlClause or(UvlClause other) {
    Set<String> eitherChosen = new LinkedHashSet<>(chosen);
    eitherChosen.addAll(other.chosen);
    Set<String> eitherAbsent = new LinkedHashSet<>(absent);
    eitherAbsent.addAll(other.absent);
    return new UvlClause(eitherChosen, eitherAbsent, unknown || other.unknown);
  }
}
