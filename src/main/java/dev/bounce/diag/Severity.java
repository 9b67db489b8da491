package dev.bounce.diag;

/** How much a diagnostic weighs: an error forbids going on, a warning does not. */
public enum Severity {
  ERROR,
  WARNING
}
