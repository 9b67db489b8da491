package dev.bounce.plan;

import java.util.List;
import java.util.Optional;

/** A health probe of a service; its formulas may depend on the member, the variable {@code it}. */
public sealed interface ProbePlan {
  /**
   * {@code health http URL expect STATUS body matches REGEX json PATH == VALUE header NAME VALUE
   * certificate FILE within D}.
   */
  record Http(
      Formula url,
      Optional<Formula> status,
      Optional<Formula> bodyMatches,
      List<Pair> json,
      List<Pair> headers,
      Optional<Formula> certificate,
      Optional<Formula> within)
      implements ProbePlan {
    /** Copies the lists. */
    public Http {
      json = List.copyOf(json);
      headers = List.copyOf(headers);
    }

    /** A probe that asks for no JSON, sends no header and has no certificate of its own. */
    public Http(
        Formula url,
        Optional<Formula> status,
        Optional<Formula> bodyMatches,
        Optional<Formula> within) {
      this(url, status, bodyMatches, List.of(), List.of(), Optional.empty(), within);
    }
  }

  /** A place in a JSON body and what it has to hold, or the name of a header and its value. */
  record Pair(Formula name, Formula value) {}

  /** {@code health tcp "HOST:PORT" within D}. */
  record Tcp(Formula address, Optional<Formula> within) implements ProbePlan {}

  /** {@code health command ARGV within D}. */
  record Command(Formula arguments, Optional<Formula> within) implements ProbePlan {}

  /** {@code health backend}: the backend's own word. */
  record Backend() implements ProbePlan {}
}
