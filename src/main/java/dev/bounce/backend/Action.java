package dev.bounce.backend;

/** What a backend can do to members. */
public enum Action {
  START("start"),
  STOP("stop"),
  /** Stop and start, or whatever the service manager's own restart is; a new identity proves it. */
  RESTART("restart"),
  /** The service manager's own reload: the member keeps its identity. */
  RELOAD("reload"),
  /** A restart that keeps the listening sockets open: {@code restart … mode hot}. */
  HOT_RESTART("hot restart"),
  /** The member replaces its workers one by one and goes on serving: what {@code phase} uses. */
  ROLL("roll"),
  /** The member's workers but the first are forked anew: {@code restart … mode refork}. */
  REFORK("refork"),
  /** A signal by name; its recipe is that of {@link Backend#signal}. */
  SIGNAL("signal");

  private final String verb;

  Action(String verb) {
    this.verb = verb;
  }

  /** Tells whether it replaces what runs by what is started anew. */
  public boolean isRestart() {
    return switch (this) {
      case RESTART, HOT_RESTART, ROLL, REFORK -> true;
      case START, STOP, RELOAD, SIGNAL -> false;
    };
  }

  /** Returns what a report calls it: as a rule the verb that asks for it. */
  public String verb() {
    return verb;
  }

  /** Tells whether a member that was up before has another identity afterwards. */
  public boolean givesNewIdentity() {
    return switch (this) {
      case RESTART, HOT_RESTART -> true;
      case START, STOP, RELOAD, ROLL, REFORK, SIGNAL -> false;
    };
  }

  /** Returns what a report says when it is done. */
  public String done() {
    return switch (this) {
      case STOP -> "stopped";
      case SIGNAL -> "signalled";
      case START, RESTART, RELOAD, HOT_RESTART, ROLL, REFORK -> verb + "ed";
    };
  }
}
