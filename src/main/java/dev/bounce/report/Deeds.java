package dev.bounce.report;

import dev.bounce.backend.Action;
import dev.bounce.run.Event;
import dev.bounce.run.MemberReport;
import dev.bounce.run.MemberReport.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what was done to a member, or that nothing had to be done. */
final class Deeds {
  /** More different things than these are only counted, but for the last. */
  private static final int SHOWN_PARTS = 3;

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
    return before.equals(after) ? after : before + " → " + (after.isEmpty() ? "?" : after);
  }

  /** Returns what the summary says of a member: all that was done to it, in order. */
  static String shown(MemberReport member) {
    List<String> parts = grouped(member.acts());
    if (parts.size() > SHOWN_PARTS) {
      String more = "… %d more".formatted(parts.size() - SHOWN_PARTS);
      parts = List.of(parts.getFirst(), parts.get(1), more, parts.getLast());
    }
    List<String> all = new ArrayList<>(parts);
    member.aside().ifPresent(all::add);
    if (all.isEmpty()) {
      return "untouched";
    }
    boolean killed = member.deeds().contains(MemberReport.Deed.KILLED);
    return String.join(", ", all) + (killed ? " (killed)" : "");
  }

  /** The same thing again and again is told once: {@code restarted 3 times}. */
  private static List<String> grouped(List<Act> acts) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= acts.size(); i++) {
      if (i == acts.size() || !acts.get(i).equals(acts.get(begin))) {
        int times = i - begin;
        String once = shown(acts.get(begin));
        parts.add(
            times == 1 ? once : times == 2 ? once + " twice" : once + " %d times".formatted(times));
        begin = i;
      }
    }
    return parts;
  }

  private static String shown(Act act) {
    return switch (act.outcome()) {
      case UNTOUCHED, DONE -> done(act);
      case FAILED -> act.action().verb() + " failed";
      case IN_DOUBT -> act.action().verb() + " in doubt";
    };
  }

  private static String done(Act act) {
    return switch (act.action()) {
      case START -> act.touched() ? "started" : "already running";
      case STOP -> act.touched() ? "stopped" : "already stopped";
      case RESTART, RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL -> act.action().done();
    };
  }
}
