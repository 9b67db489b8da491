package dev.bounce.check;

import dev.bounce.backend.Action;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Expression.Reference;
import java.util.Optional;

/** Which statements ask for something that not every backend can do. */
final class ActionSupport {
  private ActionSupport() {}

  /** Returns what a statement asks of a backend; nothing where every backend can do it. */
  static Optional<Action> wanted(Matched matched) {
    return switch (matched.signature().verb()) {
      case "reload" -> Optional.of(Action.RELOAD);
      case "signal" -> Optional.of(Action.SIGNAL);
      case "restart" ->
          matched
              .argument("mode")
              .filter(Reference.class::isInstance)
              .map(mode -> ((Reference) mode).name())
              .flatMap(ActionSupport::mode);
      default -> Optional.empty();
    };
  }

  private static Optional<Action> mode(String word) {
    return switch (word) {
      case "hot" -> Optional.of(Action.HOT_RESTART);
      case "refork" -> Optional.of(Action.REFORK);
      default -> Optional.empty();
    };
  }

  /** Returns the error about an action that a backend does not have. */
  static Diagnostic refusal(Action action, String backend, Matched matched) {
    Diagnostic error =
        Diagnostic.error(Code.C029, matched.command().span(), what(action) + backend);
    return switch (action) {
      case HOT_RESTART ->
          error
              .because(backend + " does not keep the listening socket over a restart")
              .hint("leave `mode hot` out, or let gunicorn, nginx or puma hand over by itself");
      case REFORK ->
          error
              .because("only a Puma cluster with `fork_worker` forks its workers anew")
              .hint("leave `mode refork` out");
      case SIGNAL ->
          error.because(backend + " sends no signals").hint("use a verb that the backend has");
      case RELOAD, START, STOP, RESTART, ROLL ->
          error
              .because(backend + " has no " + action.verb() + " of its own")
              .hint("use `restart`, which is proven by a new identity");
    };
  }

  private static String what(Action action) {
    return switch (action) {
      case HOT_RESTART -> "`mode hot` is nothing for a service of ";
      case REFORK -> "`mode refork` is nothing for a service of ";
      case SIGNAL, RELOAD, START, STOP, RESTART, ROLL ->
          "`" + action.verb() + "` does nothing to a service of ";
    };
  }
}
