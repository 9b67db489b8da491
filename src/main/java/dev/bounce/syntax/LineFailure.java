package dev.bounce.syntax;

/** Unwinds the parser to the line it is in; what is wrong has been reported already. */
final class LineFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LineFailure() {
    super(null, null, false, false);
  }
}
