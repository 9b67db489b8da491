package dev.bounce.notation;

/** A text is not what it should be. */
public final class NotationException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, with the line where that helps; it may quote the text
   */
  NotationException(String message) {
    super(message);
  }

  /** Returns the message for what is wrong in a line, counted from one. */
  static NotationException at(String notation, int line, String problem) {
    return new NotationException("not %s: line %d: %s".formatted(notation, line, problem));
  }

  /** Returns what is wrong; one sentence without a full stop. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
