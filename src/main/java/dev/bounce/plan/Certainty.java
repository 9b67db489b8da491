package dev.bounce.plan;

/** How surely a step will do what the plan shows. */
public enum Certainty {
  /** Exactly what is shown, whatever the world looks like. */
  EXACT,
  /** What is shown was read from the world just now; the run reads it again. */
  PROBED,
  /** Depends on what the run will find. */
  CONDITIONAL,
  /** A command of the author's, whose effects nobody can know. */
  OPAQUE;

  /** Returns the word that a plan prints. */
  public String shown() {
    return switch (this) {
      case EXACT -> "exact";
      case PROBED -> "probed";
      case CONDITIONAL -> "conditional";
      case OPAQUE -> "opaque";
    };
  }
}
