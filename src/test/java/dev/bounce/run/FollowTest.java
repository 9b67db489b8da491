package dev.bounce.run;

import static dev.bounce.run.Steps.block;
import static dev.bounce.run.Steps.cleanup;
import static dev.bounce.run.Steps.fail;
import static dev.bounce.run.Steps.follow;
import static dev.bounce.run.Steps.followFiles;
import static dev.bounce.run.Steps.log;
import static dev.bounce.run.Steps.restart;
import static dev.bounce.run.Steps.service;
import static dev.bounce.run.Steps.sleep;
import static dev.bounce.run.Steps.text;
import static dev.bounce.run.Steps.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.AddedLines;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Step;
import dev.bounce.value.Value.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is added to logs, all through a block. */
final class FollowTest {
  private static final String FILE = "/srv/app/log/web.log";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Simulation simulation = new Simulation().service("web", 2);

  /** Returns the lines that were shown, each behind its source. */
  private List<String> shown() {
    List<String> lines = new ArrayList<>();
    simulation
        .all(Event.LogAdded.class)
        .forEach(added -> added.lines().forEach(line -> lines.add(added.source() + "|" + line)));
    return lines;
  }

  private long omitted() {
    return simulation.all(Event.LogAdded.class).stream().mapToLong(Event.LogAdded::omitted).sum();
  }

  private List<String> remarks() {
    return simulation.all(Event.Remarked.class).stream()
        .map(remark -> remark.member() + " " + remark.text())
        .toList();
  }

  /** Runs a step while something is done to the host, each after a second more. */
  private Report runWhile(Step step, Runnable... deeds) {
    try (Scheduler.Background _ = simulation.scheduler.start(() -> perform(deeds))) {
      return simulation.run(step);
    }
  }

  private void perform(Runnable... deeds) {
    try {
      for (Runnable deed : deeds) {
        simulation.scheduler.sleep(SECOND);
        deed.run();
      }
    } catch (InterruptedException _) {
      // The run was over before.
    }
  }

  private Runnable holds(String text) {
    return () -> simulation.host.file(FILE, text);
  }

  private static Step following(Step... steps) {
    return followFiles(text("/srv/app/log/*.log"), block(steps));
  }

  @Test
  void onlyWhatIsAddedIsShownUntilTheBlockEnds() {
    holds("before\n").run();
    Report report =
        runWhile(
            following(sleep(SECOND.multipliedBy(3))),
            holds("before\none\nhal"),
            holds("before\none\nhalf\ntwo"),
            holds("before\none\nhalf\ntwo"));
    assertEquals(ExitCode.DONE, report.exitCode(), report::toString);
    assertEquals(List.of("web|one", "web|half", "web|two"), shown());
  }

  /** What was written just before the end is shown, however the block ends. */
  @Test
  void theLastLookComesAfterTheBlock() {
    holds("").run();
    simulation.host.file("/new", "last words\n");
    Step mv = Steps.command("mv", "/new", FILE);
    Report report = simulation.run(following(mv, fail("x")), log("never"));
    assertEquals("x", report.failure().orElseThrow().reason());
    assertEquals(List.of("web|last words"), shown());
    assertEquals(Duration.ZERO, simulation.elapsed());
  }

  @Test
  void anInterruptionEndsItAtOnce() {
    holds("").run();
    Step body = following(sleep(Duration.ofHours(1)));
    try (Scheduler.Background _ = simulation.scheduler.start(() -> perform(holds("a line\n")))) {
      Report report =
          simulation.runAndInterrupt(
              cleanup(block(body), log("finally")), SECOND.multipliedBy(2).minusMillis(10));
      assertEquals(ExitCode.INTERRUPTED, report.exitCode());
    }
    assertEquals(List.of("web|a line"), shown());
    assertEquals(List.of("finally"), simulation.logged());
    assertEquals(SECOND.multipliedBy(2).minusMillis(10), simulation.elapsed());
  }

  @Test
  void membersAreNamedInFrontOfTheirLines() {
    Report report = simulation.run(follow(service("web"), block(restart(service("web")))));
    assertEquals(ExitCode.DONE, report.exitCode());
    assertTrue(
        shown().containsAll(List.of("web:0|web:0: starting", "web:1|web:1: starting")),
        () -> shown().toString());
  }

  /** A file that takes another one's place is read from its beginning. */
  @Test
  void aReplacedFileAndANewOneAreReadFromTheirBeginning() {
    holds("old\n").run();
    runWhile(
        following(sleep(SECOND.multipliedBy(3))),
        holds("new\n"),
        () -> simulation.host.file("/srv/app/log/worker.log", "hello\n"));
    assertEquals(List.of("web|new", "worker|hello"), shown());
  }

  @Test
  void aLogThatGoesAwayIsToldOnceAndFailsNothing() {
    holds("old\n").run();
    Report report =
        runWhile(
            following(sleep(SECOND.multipliedBy(5))),
            () -> {
              simulation.host.delete(Path.of(FILE));
            });
    assertEquals(ExitCode.DONE, report.exitCode());
    assertEquals(List.of("web is not followed: " + FILE + " is not there"), remarks());
  }

  @Test
  void filesThatAreNotThereAreTold() {
    Report report = simulation.run(followFiles(texts("/a.log", FILE), block(sleep(SECOND))));
    assertEquals(ExitCode.DONE, report.exitCode());
    assertEquals(
        List.of(
            "a is not followed: /a.log is not there",
            "web is not followed: " + FILE + " is not there"),
        remarks());
  }

  @Test
  void aPatternThatMatchesNothingIsTold() {
    simulation.run(following(sleep(SECOND)));
    assertEquals(List.of("/srv/app/log/*.log is not followed: there is no such file"), remarks());
  }

  @Test
  void filesOfOneNameAreToldApartByTheirFolders() {
    simulation.host.file("/a/x.log", "");
    simulation.host.file("/b/x.log", "");
    runWhile(
        followFiles(texts("/a/x.log", "/b/x.log"), block(sleep(SECOND.multipliedBy(2)))),
        () -> {
          simulation.host.file("/a/x.log", "1\n");
          simulation.host.file("/b/x.log", "2\n");
        });
    assertEquals(List.of("/a/x.log|1", "/b/x.log|2"), shown());
  }

  @Test
  void floodsAndLongLinesAreCutAndWhatIsLeftOutIsCounted() {
    holds("").run();
    String flood = "x".repeat(Bounds.FOLLOWED_LINE + 5) + "\n" + "y\n".repeat(AddedLines.MOST + 99);
    runWhile(following(sleep(SECOND.multipliedBy(2))), holds(flood));
    assertEquals(AddedLines.MOST, shown().size());
    assertEquals("web|" + "x".repeat(Bounds.FOLLOWED_LINE) + "…", shown().getFirst());
    assertEquals(100, omitted());
  }

  /** What is left out from then on is counted once, at the end. */
  @Test
  void aStepShowsNotMoreThanItsBound() {
    holds("").run();
    StringBuilder text = new StringBuilder();
    Runnable[] deeds =
        IntStream.range(0, 60)
            .mapToObj(_ -> holds(text.append("z\n".repeat(AddedLines.MOST)).toString()))
            .toArray(Runnable[]::new);
    runWhile(following(sleep(SECOND.multipliedBy(61))), deeds);
    assertEquals(Bounds.FOLLOWED_LINES, shown().size());
    assertEquals(60L * AddedLines.MOST - Bounds.FOLLOWED_LINES, omitted());
    assertEquals(51, simulation.all(Event.LogAdded.class).size());
  }

  /** A secret is masked before its line is cut: its beginning does not stay behind. */
  @Test
  void secretsAreMasked() {
    holds("").run();
    String filler = "x".repeat(Bounds.FOLLOWED_LINE - 3);
    Step learn = Steps.bind("password", new Formula.Constant(new SecretValue("correct-horse")));
    runWhile(
        block(learn, following(sleep(SECOND.multipliedBy(2)))),
        holds("is correct-horse\n" + filler + "correct-horse\n"));
    assertEquals(List.of("web|is •••", "web|" + filler + "•••"), shown());
  }

  /** A service that is not there is found out before anything is touched. */
  @Test
  void anUnknownServiceIsAPreconditionThatIsNotMet() {
    simulation.world.disconnect("web");
    Report report = simulation.run(follow(service("web"), block(restart(service("web")))));
    assertEquals(ExitCode.PRECONDITION, report.exitCode());
  }
}
