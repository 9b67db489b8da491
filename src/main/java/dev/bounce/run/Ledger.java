package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.run.MemberReport.Deed;
import dev.bounce.run.MemberReport.Outcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Keeps, for every member that the run has seen, what was done to it. Tasks may share it. */
final class Ledger {
  /** What stands for the identity of a member that does not run. */
  static final String DOWN = "down";

  private final Map<Key, MemberReport> reports = new LinkedHashMap<>();
  private final Map<Key, MemberReport> earlier = new LinkedHashMap<>();

  private record Key(String service, String member) {}

  /** Notes what the backend says of members. */
  synchronized void saw(String service, List<MemberState> states) {
    for (MemberState state : states) {
      change(
          service,
          state.member(),
          report ->
              new MemberReport(
                  service,
                  state.member(),
                  report.outcome(),
                  report.action(),
                  report.before(),
                  report.after(),
                  report.took(),
                  shown(state),
                  report.deeds()));
    }
  }

  /** Notes that an effect is about to be sent to a member; until its proof it is in doubt. */
  synchronized void touch(String service, MemberState before, Action action, boolean kill) {
    change(
        service,
        before.member(),
        report ->
            new MemberReport(
                service,
                before.member(),
                Outcome.IN_DOUBT,
                Optional.of(action),
                identity(before),
                "",
                Duration.ZERO,
                report.state(),
                kill ? with(report, Deed.TOUCHED, Deed.KILLED) : with(report, Deed.TOUCHED)));
  }

  /** Notes how an action on a member has ended; one that had nothing to do leaves the last deed. */
  synchronized void ended(
      String service, MemberState before, MemberState after, Action action, Ending ending) {
    change(
        service,
        before.member(),
        report -> {
          boolean idle = ending.proven() && !ending.changed();
          boolean keeps = idle && report.outcome() == Outcome.DONE;
          return new MemberReport(
              service,
              before.member(),
              ending.proven() ? Outcome.DONE : Outcome.FAILED,
              keeps ? report.action() : Optional.of(action),
              keeps ? report.before() : identity(before),
              keeps ? report.after() : identity(after),
              keeps ? report.took() : ending.took(),
              shown(after),
              ending.proven() && ending.changed() ? with(report, deed(action)) : report.deeds());
        });
  }

  /**
   * How an action on a member has ended.
   *
   * @param changed whether an effect was needed at all
   */
  record Ending(boolean proven, boolean changed, Duration took) {}

  synchronized Optional<MemberReport> find(String service, String member) {
    return Optional.ofNullable(reports.get(new Key(service, member)));
  }

  /** Returns all members of a service that were seen. */
  synchronized List<MemberReport> of(String service) {
    return reports.values().stream().filter(report -> report.service().equals(service)).toList();
  }

  synchronized List<MemberReport> all() {
    return List.copyOf(reports.values());
  }

  /** Keeps the members that earlier runs of a session have touched beside those of this one. */
  synchronized void remember(List<MemberReport> touched) {
    touched.forEach(report -> earlier.put(new Key(report.service(), report.member()), report));
  }

  /** Returns the members that were touched, by this run or by those that are remembered. */
  synchronized List<MemberReport> touched() {
    Map<Key, MemberReport> touched = new LinkedHashMap<>(earlier);
    reports.forEach((key, report) -> {
      if (report.deeds().contains(Deed.TOUCHED)) {
        touched.put(key, report);
      }
    });
    return List.copyOf(touched.values());
  }

  /** Takes over what an earlier run has found. */
  synchronized void restore(List<MemberReport> earlier) {
    earlier.forEach(report -> reports.put(new Key(report.service(), report.member()), report));
  }

  private void change(String service, String member, UnaryOperator<MemberReport> change) {
    Key key = new Key(service, member);
    MemberReport known = reports.getOrDefault(key, unseen(service, member));
    reports.put(key, change.apply(known));
  }

  private static MemberReport unseen(String service, String member) {
    return new MemberReport(
        service, member, Outcome.UNTOUCHED, Optional.empty(), "", "", Duration.ZERO, "", Set.of());
  }

  private static Set<Deed> with(MemberReport report, Deed... more) {
    Set<Deed> deeds = EnumSet.noneOf(Deed.class);
    deeds.addAll(report.deeds());
    deeds.addAll(List.of(more));
    return deeds;
  }

  private static Deed deed(Action action) {
    return switch (action) {
      case START -> Deed.STARTED;
      case STOP -> Deed.STOPPED;
      case RESTART -> Deed.RESTARTED;
      case HOT_RESTART, ROLL, REFORK -> Deed.RESTARTED;
      case RELOAD -> Deed.RELOADED;
      case SIGNAL -> Deed.SIGNALLED;
    };
  }

  /** Returns what a person reads as the identity of a member. */
  static String identity(MemberState state) {
    return state.identity().map(Identity::shown).orElse(DOWN);
  }

  /** Returns what a person reads as the state of a member. */
  static String shown(MemberState state) {
    String condition = state.condition().name().toLowerCase(Locale.ROOT);
    String identity =
        state.condition() == Condition.RUNNING
            ? state.identity().map(it -> " as " + it.shown()).orElse("")
            : "";
    return condition + identity + (state.detail().isBlank() ? "" : " (" + state.detail() + ")");
  }
}
