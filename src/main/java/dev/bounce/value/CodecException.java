package dev.bounce.value;

/** A structure does not hold what it was decoded as. */
public final class CodecException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param path where in the structure: {@code steps[3].name}, empty for its root
   * @param message what is wrong there
   */
  public CodecException(String path, String message) {
    super(path.isEmpty() ? message : path + ": " + message);
  }

  /** Returns where and what. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
