package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.run.MemberReport.Act;
import dev.bounce.run.MemberReport.Deed;
import dev.bounce.run.MemberReport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps, for every member that the run has seen, what was done to it. Tasks may share it. */
final class Ledger {
  /** What stands for the identity of a member that does not run. */
  static final String DOWN = "down";

  private final Map<Key, MemberReport> reports = new LinkedHashMap<>();
  private final Map<Key, MemberReport> earlier = new LinkedHashMap<>();
  private final Map<Key, Sightings> sightings = new LinkedHashMap<>();
  private final Map<String, String> companions = new LinkedHashMap<>();

  private record Key(String service, String member) {}

  /**
   * What a member was when it was seen first, and last; what is in between two states counts not.
   */
  private record Sightings(String first, String last) {}

  /** Notes what the backend says of members. */
  synchronized void saw(String service, List<MemberState> states) {
    for (MemberState state : states) {
      change(service, state.member(), report -> in(report, shown(state)));
      settled(state)
          .ifPresent(identity ->
              sightings.merge(
                  new Key(service, state.member()),
                  new Sightings(identity, identity),
                  (known, now) -> new Sightings(known.first(), now.last())));
    }
  }

  /** Notes that an action on one member, as its backend says, touches another one, too. */
  synchronized void accompanies(String other, String member) {
    companions.put(other, member);
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
                with(report, new Act(action, Outcome.IN_DOUBT, true)),
                isTouched(report) ? report.before() : identity(before),
                "",
                report.took(),
                report.state(),
                kill ? with(report, Deed.TOUCHED, Deed.KILLED) : with(report, Deed.TOUCHED),
                Optional.empty(),
                List.of()));
  }

  /** Notes how an action on a member has ended; one that had nothing to do leaves the last deed. */
  synchronized void ended(
      String service, MemberState before, MemberState after, Action action, Ending ending) {
    change(
        service,
        before.member(),
        report -> {
          boolean idle = ending.proven() && !ending.changed();
          if (idle && report.outcome() == Outcome.DONE) {
            return in(report, shown(after));
          }
          Outcome outcome = ending.proven() ? Outcome.DONE : Outcome.FAILED;
          return new MemberReport(
              service,
              before.member(),
              outcome,
              with(report, new Act(action, outcome, ending.changed())),
              isTouched(report) ? report.before() : identity(before),
              identity(after),
              report.took().plus(ending.took()),
              shown(after),
              ending.proven() && ending.changed() ? with(report, deed(action)) : report.deeds(),
              Optional.empty(),
              ending.logTail());
        });
  }

  private static boolean isTouched(MemberReport report) {
    return report.deeds().contains(Deed.TOUCHED);
  }

  private static MemberReport in(MemberReport report, String state) {
    return new MemberReport(
        report.service(),
        report.member(),
        report.outcome(),
        report.acts(),
        report.before(),
        report.after(),
        report.took(),
        state,
        report.deeds(),
        report.aside(),
        report.logTail());
  }

  /** The act that is in doubt is the same one; one that had nothing to do gives way. */
  private static List<Act> with(MemberReport report, Act act) {
    List<Act> acts = new ArrayList<>(report.acts());
    boolean isSame = report.outcome() == Outcome.IN_DOUBT;
    if (!acts.isEmpty() && (isSame || !acts.getLast().touched())) {
      acts.removeLast();
    }
    acts.add(act);
    return acts;
  }

  /**
   * How an action on a member has ended.
   *
   * @param changed whether an effect was needed at all
   * @param logTail the last lines of a member that has failed
   */
  record Ending(boolean proven, boolean changed, Duration took, List<String> logTail) {}

  synchronized Optional<MemberReport> find(String service, String member) {
    return Optional.ofNullable(reports.get(new Key(service, member)));
  }

  /** Returns all members of a service that were seen. */
  synchronized List<MemberReport> of(String service) {
    return reports.values().stream().filter(report -> report.service().equals(service)).toList();
  }

  synchronized List<MemberReport> all() {
    List<MemberReport> all = new ArrayList<>();
    reports.forEach((key, report) -> all.add(withAside(report, sightings.get(key))));
    return all;
  }

  /** Adds what became of a member beside, or since, what was done to it. */
  private MemberReport withAside(MemberReport report, @Nullable Sightings seen) {
    boolean untouched = report.outcome() == Outcome.UNTOUCHED;
    if (seen == null || (!untouched && report.outcome() != Outcome.DONE)) {
      return report;
    }
    String known = untouched ? seen.first() : report.after();
    boolean isChanged =
        !known.equals(seen.last()) && !known.isEmpty() && (untouched || !seen.last().equals(DOWN));
    String verb =
        seen.last().equals(DOWN) ? "stopped" : known.equals(DOWN) ? "started" : "restarted";
    String companion = companions.get(report.member());
    String aside = companion == null ? "changed meanwhile" : verb + " along with " + companion;
    return new MemberReport(
        report.service(),
        report.member(),
        report.outcome(),
        report.acts(),
        untouched ? seen.first() : report.before(),
        isChanged || untouched ? seen.last() : report.after(),
        report.took(),
        report.state(),
        report.deeds(),
        isChanged ? Optional.of(aside) : Optional.empty(),
        report.logTail());
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
        service,
        member,
        Outcome.UNTOUCHED,
        List.of(),
        "",
        "",
        Duration.ZERO,
        "",
        Set.of(),
        Optional.empty(),
        List.of());
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

  /** Returns the identity of a member that is not on the way from one to another. */
  private static Optional<String> settled(MemberState state) {
    if (state.condition().isDown()) {
      return Optional.of(DOWN);
    }
    return state.isRunning() ? state.identity().map(Identity::shown) : Optional.empty();
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
