package dev.bounce.report;

import dev.bounce.backend.Action;
import dev.bounce.run.Event;
import dev.bounce.run.MemberReport;
import java.util.Optional;

/** Says what was done to a member, or that nothing had to be done. */
final class Deeds {
  private Deeds() {}

  /** Returns what is said of a member that already was where its step wanted it. */
  static Optional<String> already(Event.Proven proven) {
    if (!proven.took().isZero()) {
      return Optional.empty();
    }
    for (Action action : Action.values()) {
      if (action.verb().equals(proven.action())) {
        return Optional.of(already(action, proven.after()));
      }
    }
    return Optional.empty();
  }

  private static String already(Action action, String identity) {
    return switch (action) {
      case START -> "already running  " + identity;
      case STOP -> "already stopped";
      case RESTART, RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL -> "nothing had to be done";
    };
  }

  /** Returns what became of a member: one identity where it kept its own. */
  static String change(Event.Proven proven) {
    return change(proven.before(), proven.after());
  }

  /** Returns what became of a member: one identity where it kept its own. */
  static String change(String before, String after) {
    return before.equals(after) ? after : before + " → " + after;
  }

  /** Returns what the summary says of a member. */
  static String shown(MemberReport member) {
    String killed = member.deeds().contains(MemberReport.Deed.KILLED) ? " (killed)" : "";
    return switch (member.outcome()) {
      case UNTOUCHED -> "untouched";
      case DONE -> member.action().map(action -> done(action, member)).orElse("done") + killed;
      case FAILED -> member.action().map(Action::verb).orElse("") + " failed" + killed;
      case IN_DOUBT -> "in doubt" + killed;
    };
  }

  private static String done(Action action, MemberReport member) {
    boolean touched = member.deeds().contains(MemberReport.Deed.TOUCHED);
    return switch (action) {
      case START -> touched ? "started" : "already running";
      case STOP -> touched ? "stopped" : "already stopped";
      case RESTART, RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL -> action.done();
    };
  }
}
