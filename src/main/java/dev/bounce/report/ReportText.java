package dev.bounce.report;

import dev.bounce.backend.Action;
import dev.bounce.diag.Neutral;
import dev.bounce.run.Event;
import dev.bounce.run.Failure;
import dev.bounce.run.GuardReport;
import dev.bounce.run.MemberReport;
import dev.bounce.run.Report;
import dev.bounce.run.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Shows how a run has ended: what was done, what was not, and how every member was left. */
public final class ReportText {
  private final Report report;
  private final StringBuilder text = new StringBuilder();

  private ReportText(Report report) {
    this.report = report;
  }

  /** Returns the summary of a run. */
  public static String render(Report report, Margin margin) {
    return margin.apply(new ReportText(report).all());
  }

  private String all() {
    text.append('\n');
    report.failure().ifPresent(failure -> failure(failure, "error"));
    report.further().forEach(failure -> failure(failure, "and then error"));
    otherLogs();
    members();
    untouched();
    guards();
    line(headline());
    return text.toString();
  }

  private void line(String content) {
    text.append(Neutral.line(content)).append('\n');
  }

  private void failure(Failure failure, String word) {
    line("%s[%s]: %s".formatted(word, failure.code(), failure.reason()));
    line(
        " --> %s:%d:%d"
            .formatted(failure.place().file(), failure.place().line(), failure.place().column()));
    if (!failure.path().isEmpty()) {
      line("  = in: " + failure.path());
    }
    failure.logTail().forEach(tail -> line("  | " + Quotation.line(tail)));
    failure.hint().ifPresent(hint -> line("  = hint: " + hint));
    text.append('\n');
  }

  /** What members have written whose failure is not told above, as it was dealt with. */
  private void otherLogs() {
    Set<List<String>> told = new HashSet<>();
    report.failure().ifPresent(failure -> told.add(failure.logTail()));
    report.further().forEach(failure -> told.add(failure.logTail()));
    for (MemberReport member : report.members()) {
      if (!member.logTail().isEmpty() && told.add(member.logTail())) {
        line("log of " + member.member() + ":");
        member.logTail().forEach(tail -> line("  | " + Quotation.line(tail)));
        text.append('\n');
      }
    }
  }

  private void members() {
    List<List<String>> rows = new ArrayList<>();
    for (MemberReport member : report.members()) {
      boolean failed = report.failure().isPresent();
      boolean untouched = member.outcome() == MemberReport.Outcome.UNTOUCHED;
      if (!untouched || member.aside().isPresent() || failed) {
        rows.add(row(member));
      }
    }
    Columns.of(rows).forEach(row -> line("  " + row));
    if (!rows.isEmpty()) {
      text.append('\n');
    }
  }

  private static List<String> row(MemberReport member) {
    boolean acted = member.deeds().contains(MemberReport.Deed.TOUCHED);
    return List.of(
        member.member(),
        Deeds.shown(member),
        acted || member.aside().isPresent() ? Deeds.change(member.before(), member.after()) : "",
        acted ? seconds(member.took()) : "",
        member.state());
  }

  private void untouched() {
    if (report.failure().isEmpty() || report.untouched().isEmpty()) {
      return;
    }
    line("not done:");
    for (StepReport step : report.untouched()) {
      if (!step.title().isEmpty()) {
        line("  %s  %s".formatted(step.step(), step.title()));
      }
    }
    int more = report.untouchedCount() - report.untouched().size();
    if (more > 0) {
      line("  … and %d more".formatted(more));
    }
    text.append('\n');
  }

  private void guards() {
    for (GuardReport guard : report.guards()) {
      line(guard.title() + ": " + guard.figures().shown());
    }
  }

  private String headline() {
    String how =
        switch (report.status()) {
          case DONE -> "done";
          case FAILED -> "failed";
          case SKIPPED -> "nothing done";
          case DECLINED -> "declined";
          case INTERRUPTED -> "interrupted";
        };
    long proven =
        report.members().stream()
            .filter(member -> member.outcome() == MemberReport.Outcome.DONE)
            .filter(member -> !member.action().equals(Optional.of(Action.SIGNAL)))
            .count();
    String members =
        report.status() == Event.Status.DONE && proven > 0
            ? ", %d member%s proven".formatted(proven, proven == 1 ? "" : "s")
            : "";
    return "%s in %s%s; `bounce show %s` tells it again"
        .formatted(how, seconds(report.took()), members, report.run());
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0);
  }
}
