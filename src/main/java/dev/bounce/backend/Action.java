package dev.bounce.backend;

/** What a backend can do to members. */
public enum Action {
  START,
  STOP,
  RESTART,
  RELOAD;

  /** Returns the verb that asks for it. */
  public String verb() {
    return switch (this) {
      case START -> "start";
      case STOP -> "stop";
      case RESTART -> "restart";
      case RELOAD -> "reload";
    };
  }
}
