package dev.bounce.plan;

import java.util.Optional;

/** A health probe of a service; its formulas may depend on the member, the variable {@code it}. */
public sealed interface ProbePlan {
  /** {@code health http URL expect STATUS body matches REGEX within D}. */
  record Http(
      Formula url,
      Optional<Formula> status,
      Optional<Formula> bodyMatches,
      Optional<Formula> within)
      implements ProbePlan {}

  /** {@code health tcp "HOST:PORT" within D}. */
  record Tcp(Formula address, Optional<Formula> within) implements ProbePlan {}

  /** {@code health command ARGV within D}. */
  record Command(Formula arguments, Optional<Formula> within) implements ProbePlan {}

  /** {@code health backend}: the backend's own word. */
  record Backend() implements ProbePlan {}
}
