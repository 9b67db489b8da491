package dev.bounce.diag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Collects the diagnostics of one piece of work.
 *
 * <p>At most {@link #LIMIT} are kept: whoever has a hundred errors has one. The same diagnostic at
 * the same place is kept once.
 */
public final class Diagnostics {
  /** How many diagnostics are kept. */
  public static final int LIMIT = 100;

  private final LinkedHashSet<Diagnostic> found = new LinkedHashSet<>();

  /** Adds a diagnostic unless there are {@link #LIMIT} already. */
  public void add(Diagnostic diagnostic) {
    if (found.size() < LIMIT) {
      found.add(diagnostic);
    }
  }

  /** Adds all of {@code diagnostics}, in their order. */
  public void addAll(Iterable<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  /** Tells whether no more are taken. */
  public boolean isFull() {
    return found.size() >= LIMIT;
  }

  /** Tells whether any of them forbids going on. */
  public boolean hasErrors() {
    return found.stream().anyMatch(Diagnostic::isError);
  }

  /** Returns what was found, in the order of the text; what has no place comes first. */
  public List<Diagnostic> inOrder() {
    if (found.isEmpty()) {
      return List.of();
    }
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing((Diagnostic d) -> d.span().map(s -> s.source().name()).orElse(""))
            .thenComparing(d -> d.span().map(Span::start).orElse(-1)));
    return List.copyOf(sorted);
  }
}
