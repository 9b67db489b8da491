package dev.bounce.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.golden.Golden;
import dev.bounce.plan.StepId;
import dev.bounce.run.Event;
import dev.bounce.run.Event.Status;
import dev.bounce.run.Glimpse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands at the bottom of a terminal, at widths that terminals have. */
final class LiveRegionTest {
  private static final Path GOLDEN = Path.of("src/test/golden/live");
  private static final Instant BEGAN = Instant.parse("2030-01-01T00:00:00Z");
  private static final StepId PHASE = new StepId("1");
  private static final int ROWS = 12;

  private final Progress progress = new Progress();
  private final LiveRegion region = new LiveRegion(WCWidth::wcwidth, false);

  private static Instant at(int seconds) {
    return BEGAN.plusSeconds(seconds);
  }

  private void started(StepId step, String title, int second) {
    progress.accept(new Event.StepStarted(at(second), step, title, "a.runbook:1:1"));
  }

  private void ended(StepId step, int second) {
    progress.accept(
        new Event.StepFinished(at(second), step, "", Status.DONE, Duration.ZERO, Optional.empty()));
  }

  private void sent(StepId step, String member, int second) {
    progress.accept(new Event.EffectSent(at(second), step, member, "restart of " + member));
  }

  private void proven(StepId step, String member, int second) {
    progress.accept(
        new Event.Proven(
            at(second), step, "web", member, "restart", "pid 1", "pid 2", Duration.ofSeconds(2)));
  }

  private void phase(String... batches) {
    progress.accept(new Event.RunStarted(BEGAN, "run", "web", "", ""));
    started(PHASE, "phase web by 2 keeping 2 pausing 5s within 10min", 0);
    progress.accept(new Event.Expanded(at(0), PHASE, List.of(batches)));
  }

  /** The second batch: one member is done, one still starts; the guard has seen a failure. */
  private void midway() {
    phase("batch-1: web:0, web:1", "batch-2: web:2, web:3", "batch-3: web:4");
    StepId first = PHASE.expansion("batch-1");
    StepId second = PHASE.expansion("batch-2");
    started(first, "batch 1: web:0, web:1", 0);
    ended(first, 5);
    started(second, "batch 2: web:2, web:3", 10);
    sent(second, "web:2", 10);
    sent(second, "web:3", 10);
    progress.accept(
        new Glimpse.Member(at(11), second, "web:3", "starting (STARTING since 2030-01-01)"));
    progress.accept(new Glimpse.Probes(at(11), PHASE, 412, 1));
    proven(second, "web:2", 12);
  }

  private void failing() {
    midway();
    StepId second = PHASE.expansion("batch-2");
    progress.accept(
        new Event.NotProven(
            at(14),
            second,
            "web",
            "web:3",
            "did not come up: failed (FATAL: Exited too quickly, see its log for the reason)",
            List.of("first", "\u001b[31mloading\tconfiguration", "データベースに接続できません", "bye")));
    progress.accept(
        new Event.Health(at(15), second, "web:2", false, "HTTP 503 from http://127.0.0.1:8080"));
  }

  private void wide() {
    progress.accept(new Event.RunStarted(BEGAN, "run", "web", "", ""));
    started(PHASE, "restart サービス名前がとても長い場合 via supervisor", 0);
    sent(PHASE, "サービス名前がとても長い場合:ワーカー", 0);
    sent(PHASE, "web:e\u0301", 0);
  }

  private void verify(String name, int seconds, int columns) {
    List<String> lines = region.lines(progress, at(seconds), columns, ROWS);
    for (String line : lines) {
      assertTrue(line.codePoints().map(WCWidth::wcwidth).sum() <= columns, line);
    }
    Golden.verify(GOLDEN.resolve(name).resolve(columns + ".txt"), String.join("\n", lines) + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void aPhaseInItsSecondBatch(int columns) {
    midway();
    verify("phase", 83, columns);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void aMemberThatFailedShowsTheEndOfItsLog(int columns) {
    failing();
    verify("failing", 3723, columns);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void wideLettersAreNotCutInHalf(int columns) {
    wide();
    verify("wide", 5, columns);
  }

  @Test
  void moreMembersThanRowsAreCounted() {
    progress.accept(new Event.RunStarted(BEGAN, "run", "web", "", ""));
    started(PHASE, "restart web", 0);
    for (int i = 0; i < 20; i++) {
      sent(PHASE, "web:" + i, 0);
    }
    proven(PHASE, "web:0", 1);
    assertEquals(
        List.of(
            "  › web:1   0:02  restart of web:1",
            "  › web:2   0:02  restart of web:2",
            "  … 17 more",
            "restart web · 1 of 20 members · 0:02"),
        region.lines(progress, at(2), 80, 4));
    assertEquals(1, region.lines(progress, at(2), 80, 1).size());
  }

  @Test
  void anEventIsNewerThanAnEarlierGlimpse() {
    midway();
    StepId second = PHASE.expansion("batch-2");
    progress.accept(new Event.EffectSent(at(20), second, "web:3", "start of web:3"));
    progress.accept(new Glimpse.Member(at(19), second, "web:3", "stopped"));
    assertTrue(
        region.lines(progress, at(20), 80, ROWS).getFirst().endsWith("start of web:3"),
        () -> region.lines(progress, at(20), 80, ROWS).toString());
  }

  @Test
  void nothingIsLeftOfAStepThatHasEnded() {
    midway();
    ended(PHASE.expansion("batch-2"), 20);
    ended(PHASE, 20);
    progress.accept(new Glimpse.Probes(at(21), PHASE, 500, 1));
    assertEquals(List.of("0:21"), region.lines(progress, at(21), 80, ROWS));
  }

  @Test
  void theyFitASmallTerminal() {
    failing();
    for (int columns = 10; columns < 60; columns++) {
      for (int rows = 1; rows < ROWS; rows++) {
        List<String> lines = region.lines(progress, at(30), columns, rows);
        assertTrue(lines.size() <= rows, lines::toString);
        for (String line : lines) {
          assertTrue(line.codePoints().map(WCWidth::wcwidth).sum() <= columns, line);
        }
      }
    }
  }
}
