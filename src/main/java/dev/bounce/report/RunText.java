package dev.bounce.report;

import dev.bounce.diag.Neutral;
import dev.bounce.run.Event;
import dev.bounce.run.EventSink;
import dev.bounce.run.GuardFigures;
import dev.bounce.value.Texts;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** Tells a run line by line, as it happens. */
public final class RunText implements EventSink {
  /** Failed probes of a guard that are told one by one. */
  private static final int GUARD_FAILURES = 20;

  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String DIM = "\u001b[2m";
  private static final String RESET = "\u001b[0m";

  private final PrintStream out;
  private final boolean colour;

  /**
   * @param out where the lines go
   * @param colour whether marks are coloured
   */
  public RunText(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  @Override
  public void accept(Event event) {
    switch (event) {
      case Event.RunStarted started ->
          line("run " + started.run() + " of " + Neutral.line(started.runbook()));
      case Event.StepStarted started -> started(started);
      case Event.Expanded expanded ->
          line(
              paint(
                  DIM,
                  "    in %d parts: %s"
                      .formatted(
                          expanded.keys().size(),
                          Neutral.line(String.join(", ", expanded.keys())))));
      case Event.Bound bound ->
          line(paint(DIM, "    " + Neutral.line(bound.variable() + " = " + bound.value())));
      case Event.EffectRefused refused ->
          line(paint(RED, "  ✗ ") + Neutral.line(refused.effect() + ": " + refused.reason()));
      case Event.Proven proven -> proven(proven);
      case Event.NotProven failed -> notProven(failed);
      case Event.Health health -> {
        if (!health.healthy()) {
          line("    " + Neutral.line(health.member() + " is not healthy: " + health.answer()));
        }
      }
      case Event.Guarded guarded -> guarded(guarded);
      case Event.Output output -> line(paint(DIM, "    | ") + Quotation.line(output.line()));
      case Event.LogAdded added -> added(added);
      case Event.Logged logged -> line("  " + Neutral.line(logged.message()));
      case Event.Remarked remark ->
          line("  " + Neutral.line("note: " + remark.member() + " " + remark.text()));
      case Event.Interrupted interrupted ->
          line(
              interrupted.atOnce()
                  ? "interrupted: ending at once"
                  : "interrupted: ending at the next safe point (once more: at once)");
      case Event.StepFinished finished -> finished(finished);
      // How it ended is told by ReportText.
      case Event.Observed _,
          Event.EffectsPlanned _,
          Event.EffectSent _,
          Event.Reported _,
          Event.RunFinished _ -> {}
    }
  }

  private void started(Event.StepStarted started) {
    if (!started.title().isEmpty() && !started.step().text().isEmpty()) {
      line(Neutral.line(started.step() + "  " + started.title()));
    }
  }

  private void proven(Event.Proven proven) {
    Optional<String> already = Deeds.already(proven);
    if (already.isPresent()) {
      line(paint(GREEN, "  ✓ ") + Neutral.line(proven.member() + "  " + already.get()));
      return;
    }
    line(
        paint(GREEN, "  ✓ ")
            + Neutral.line(
                "%s  %s  %s  ".formatted(proven.member(), proven.action(), Deeds.change(proven)))
            + paint(DIM, seconds(proven.took())));
  }

  private void notProven(Event.NotProven failed) {
    line(paint(RED, "  ✗ ") + Neutral.line(failed.member() + "  " + failed.reason()));
  }

  private void guarded(Event.Guarded guarded) {
    GuardFigures figures = guarded.figures();
    line("    " + figures.shown());
    figures.first().stream()
        .limit(GUARD_FAILURES)
        .forEach(failure ->
            line(
                Neutral.line(
                    "    failed after %s %s: %s: %s"
                        .formatted(
                            Texts.duration(failure.after()),
                            failure.member(),
                            failure.kind().shown(),
                            failure.said()))));
    if (figures.failures() > GUARD_FAILURES) {
      line("    failed %d times more".formatted(figures.failures() - GUARD_FAILURES));
    }
  }

  private void added(Event.LogAdded added) {
    String source = "    " + Neutral.line(added.source()) + " | ";
    added.lines().forEach(line -> line(paint(DIM, source) + Quotation.line(line)));
    if (added.omitted() > 0) {
      line(paint(DIM, source + added.omitted() + " lines left out"));
    }
  }

  private void finished(Event.StepFinished finished) {
    boolean failed = finished.status() != Event.Status.DONE;
    boolean isNamed = !finished.title().isEmpty() && !finished.step().text().isEmpty();
    if (failed && isNamed && finished.reason().isPresent()) {
      line(paint(RED, "✗ ") + Neutral.line(finished.step() + "  " + finished.title()));
    }
  }

  private static String seconds(Duration took) {
    return "%d.%01ds".formatted(took.toSeconds(), took.toMillisPart() / 100);
  }

  /** Only our own words are painted: whatever others wrote passes {@link Neutral} first. */
  private String paint(String colourCode, String text) {
    return colour ? colourCode + text + RESET : text;
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }
}
