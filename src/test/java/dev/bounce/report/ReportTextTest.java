package dev.bounce.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.backend.Action;
import dev.bounce.diag.Code;
import dev.bounce.plan.Place;
import dev.bounce.plan.StepId;
import dev.bounce.run.Event.Status;
import dev.bounce.run.ExitCode;
import dev.bounce.run.Failure;
import dev.bounce.run.MemberReport;
import dev.bounce.run.MemberReport.Act;
import dev.bounce.run.MemberReport.Deed;
import dev.bounce.run.MemberReport.Outcome;
import dev.bounce.run.Report;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The end of a run, as a person reads it. */
final class ReportTextTest {
  private static final Act RESTARTED = new Act(Action.RESTART, Outcome.DONE, true);
  private static final Act NOT_RESTARTED = new Act(Action.RESTART, Outcome.FAILED, true);
  private static final Act STOPPED = new Act(Action.STOP, Outcome.DONE, true);
  private static final Act STARTED = new Act(Action.START, Outcome.DONE, true);

  private static MemberReport member(String name, Outcome outcome, Act... acts) {
    return new MemberReport(
        name,
        name,
        outcome,
        List.of(acts),
        "pid 1",
        "pid 3",
        Duration.ofMillis(4200),
        "running as pid 3",
        acts.length == 0 ? Set.of() : Set.of(Deed.TOUCHED),
        Optional.empty(),
        outcome == Outcome.FAILED ? List.of(name + " has no database") : List.of());
  }

  private static MemberReport aside(MemberReport report, String aside) {
    return new MemberReport(
        report.service(),
        report.member(),
        report.outcome(),
        report.acts(),
        report.before(),
        report.after(),
        report.took(),
        report.state(),
        report.deeds(),
        Optional.of(aside),
        report.logTail());
  }

  private static String shown(Optional<Failure> failure, MemberReport... members) {
    return shown(Margin.NONE, failure, members);
  }

  private static String shown(Margin margin, Optional<Failure> failure, MemberReport... members) {
    return ReportText.render(
        new Report(
            "20300101-000000-ab3f",
            failure.isPresent() ? Status.FAILED : Status.DONE,
            failure.isPresent() ? ExitCode.FAILED : ExitCode.DONE,
            failure,
            List.of(),
            List.of(members),
            List.of(),
            List.of(),
            0,
            Duration.ofSeconds(9)),
        margin);
  }

  @Test
  void allThatWasDoneToAMemberIsInItsRow() {
    MemberReport along = aside(member("api", Outcome.UNTOUCHED), "restarted along with web");
    String shown =
        shown(
            Optional.empty(),
            member("web", Outcome.DONE, RESTARTED),
            member("twice", Outcome.DONE, RESTARTED, RESTARTED),
            member("both", Outcome.DONE, STOPPED, STARTED),
            member("again", Outcome.DONE, NOT_RESTARTED, RESTARTED),
            member("often", Outcome.DONE, Collections.nCopies(12, RESTARTED).toArray(Act[]::new)),
            member("mixed", Outcome.DONE, STOPPED, STARTED, STOPPED, STARTED, RESTARTED),
            member("other", Outcome.UNTOUCHED),
            along);
    assertEquals(
        """

          web    restarted                              pid 1 → pid 3  4.2s  running as pid 3
          twice  restarted twice                        pid 1 → pid 3  4.2s  running as pid 3
          both   stopped, started                       pid 1 → pid 3  4.2s  running as pid 3
          again  restart failed, restarted              pid 1 → pid 3  4.2s  running as pid 3
          often  restarted 12 times                     pid 1 → pid 3  4.2s  running as pid 3
          mixed  stopped, started, … 2 more, restarted  pid 1 → pid 3  4.2s  running as pid 3
          api    restarted along with web               pid 1 → pid 3        running as pid 3

        done in 9.0s, 6 members proven; `bounce show 20300101-000000-ab3f` tells it again
        """,
        shown);
  }

  @Test
  void aNarrowTerminalGetsWholeWords() {
    String shown =
        shown(
            Margin.of(() -> OptionalInt.of(40)),
            Optional.empty(),
            member("web[0]", Outcome.DONE, RESTARTED));
    assertEquals(
        """

          web[0]  restarted  pid 1 → pid 3  4.2s
              running as pid 3

        done in 9.0s, 1 member proven; `bounce
            show 20300101-000000-ab3f` tells it
            again
        """,
        shown);
  }

  @Test
  void aLogIsShownOnce() {
    Failure failure =
        new Failure(
            Failure.Kind.FAILED,
            new StepId("1"),
            "restart web",
            new Place("shop.runbook", 3, 1),
            Code.R001,
            "web did not come up",
            Optional.empty(),
            List.of("web has no database"));
    String shown =
        shown(
            Optional.of(failure),
            member("web", Outcome.FAILED, NOT_RESTARTED),
            member("tried", Outcome.FAILED, NOT_RESTARTED));
    assertEquals(
        """

        error[R001]: web did not come up
         --> shop.runbook:3:1
          = in: restart web
          | web has no database

        log of tried:
          | tried has no database

          web    restart failed  pid 1 → pid 3  4.2s  running as pid 3
          tried  restart failed  pid 1 → pid 3  4.2s  running as pid 3

        failed in 9.0s; `bounce show 20300101-000000-ab3f` tells it again
        """,
        shown);
  }
}
