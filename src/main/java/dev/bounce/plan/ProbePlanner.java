package dev.bounce.plan;

import dev.bounce.syntax.BinaryOperator;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Binary;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the terms of {@code health}, which the checker has seen to be right. */
final class ProbePlanner {
  private final Lowering lowering;
  private final PlanScope scope;

  ProbePlanner(Lowering lowering, PlanScope scope) {
    this.lowering = lowering;
    this.scope = scope;
  }

  ProbePlan plan(List<Expression> terms) {
    String kind = ((Reference) terms.getFirst()).name();
    return switch (kind) {
      case "http" ->
          new ProbePlan.Http(
              lowering.lower(terms.get(1), Type.STRING, scope),
              clause(terms, "expect", Type.ANY),
              bodyMatches(terms),
              json(terms),
              headers(terms),
              clause(terms, "certificate", Type.STRING),
              clause(terms, "within", Type.DURATION));
      case "tcp" ->
          new ProbePlan.Tcp(
              lowering.lower(terms.get(1), Type.STRING, scope),
              clause(terms, "within", Type.DURATION));
      case "command" ->
          new ProbePlan.Command(
              lowering.lower(terms.get(1), new Type.ListOf(Type.STRING), scope),
              clause(terms, "within", Type.DURATION));
      case "backend" -> new ProbePlan.Backend();
      default -> throw new IllegalStateException("no probe " + kind);
    };
  }

  private Optional<Formula> clause(List<Expression> terms, String word, Type type) {
    for (int i = 2; i + 1 < terms.size(); i++) {
      if (isWord(terms.get(i), word)) {
        return Optional.of(lowering.lower(terms.get(i + 1), type, scope));
      }
    }
    return Optional.empty();
  }

  /** {@code body matches "ok"} reads as one expression. */
  private Optional<Formula> bodyMatches(List<Expression> terms) {
    return terms.stream()
        .filter(term ->
            term instanceof Binary binary
                && binary.operator() == BinaryOperator.MATCHES
                && binary.left() instanceof Reference left
                && left.name().equals("body"))
        .findFirst()
        .map(term -> lowering.lower(((Binary) term).right(), Type.STRING, scope));
  }

  /** {@code json "status" == "ok"}: what is behind the word reads as one comparison. */
  private List<ProbePlan.Pair> json(List<Expression> terms) {
    List<ProbePlan.Pair> pairs = new ArrayList<>();
    for (int i = 2; i + 1 < terms.size(); i++) {
      if (isWord(terms.get(i), "json") && terms.get(i + 1) instanceof Binary comparison) {
        pairs.add(pair(comparison.left(), comparison.right(), Type.ANY));
      }
    }
    return pairs;
  }

  private List<ProbePlan.Pair> headers(List<Expression> terms) {
    List<ProbePlan.Pair> pairs = new ArrayList<>();
    for (int i = 2; i + 2 < terms.size(); i++) {
      if (isWord(terms.get(i), "header")) {
        pairs.add(pair(terms.get(i + 1), terms.get(i + 2), Type.STRING));
      }
    }
    return pairs;
  }

  private ProbePlan.Pair pair(Expression name, Expression value, Type type) {
    return new ProbePlan.Pair(
        lowering.lower(name, Type.STRING, scope), lowering.lower(value, type, scope));
  }

  private static boolean isWord(Expression term, String word) {
    return term instanceof Reference reference && reference.name().equals(word);
  }
}
