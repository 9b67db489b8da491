package dev.bounce.plan;

import dev.bounce.diag.Span;

/**
 * Where in a runbook a step comes from; unlike a span it survives being saved.
 *
 * @param file the name of the source
 * @param line from one
 * @param column from one
 */
public record Place(String file, int line, int column) {
  /** Returns the place of a span's first character. */
  public static Place of(Span span) {
    return new Place(span.source().name(), span.line(), span.column());
  }

  /** Returns {@code file:line}. */
  public String shown() {
    return file + ":" + line;
  }
}
