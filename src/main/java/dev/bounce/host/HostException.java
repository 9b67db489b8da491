package dev.bounce.host;

/** A host could not do what it was asked to. */
public final class HostException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Nobody listens there, or the file does not exist. */
    ABSENT,
    /** Somebody is there and does not let us. */
    PERMISSION,
    /** The time bound passed. */
    TIMEOUT,
    /** The connection was there and broke. */
    BROKEN,
    /** What came back cannot be understood. */
    UNREADABLE,
    /** The calling thread was interrupted; what was running is ended. */
    INTERRUPTED,
    /** The process that was meant is gone, and its pid perhaps somebody else's. */
    STALE,
    /** Anything else the operating system said. */
    FAILED
  }

  private final Reason reason;

  /**
   * @param reason what kind of failure it is
   * @param message what was tried and what was answered, without anything secret
   */
  public HostException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns what kind of failure it is. */
  public Reason reason() {
    return reason;
  }

  /** Returns what was tried and what was answered. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
