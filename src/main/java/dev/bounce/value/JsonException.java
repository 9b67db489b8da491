package dev.bounce.value;

/** A text is not the JSON that was expected. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong with the text, without the text itself
   */
  public JsonException(String message) {
    super(message);
  }

  /** Returns what is wrong. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
