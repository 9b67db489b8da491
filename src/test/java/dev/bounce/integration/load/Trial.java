package dev.bounce.integration.load;

import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Restarts a scenario several times under load, and counts what the load generator has seen. */
final class Trial {
  /** How often a scenario is restarted under one load. */
  static final int RESTARTS = 3;

  /** How many requests the load generator makes at least. */
  static final long REQUESTS = 5_000;

  private static final int FRESH_CLIENTS = 8;
  private static final int KEEPING_CLIENTS = 4;

  private final RollingScenario scenario;
  private final Path folder;

  /** Takes a scenario that was started, and a folder for its runbook and journals. */
  Trial(RollingScenario scenario, Path folder) {
    this.scenario = scenario;
    this.folder = folder;
  }

  /**
   * What was seen.
   *
   * @param reopened how often a kept connection was closed between two requests
   * @param slowest of the requests that were answered well
   * @param restarts each of them
   */
  record Figures(
      long requests,
      List<Load.Failure> failures,
      long reopened,
      Duration slowest,
      List<Restart> restarts) {
    Figures {
      failures = List.copyOf(failures);
      restarts = List.copyOf(restarts);
    }
  }

  /**
   * One restart.
   *
   * @param requests how many came to an end meanwhile
   * @param before who served before
   * @param after who served afterwards
   * @param said what the command has said
   */
  record Restart(
      Duration took,
      long requests,
      Set<String> before,
      Set<String> after,
      int exitCode,
      String said) {
    Restart {
      before = Set.copyOf(before);
      after = Set.copyOf(after);
    }
  }

  /** Restarts by command lines of bounce. */
  Figures withBounce() throws IOException {
    Path runbook = Files.writeString(folder.resolve("restart.runbook"), scenario.runbook());
    return underLoad(() -> bounce(runbook));
  }

  /** Restarts as people do without bounce. */
  Figures naively() throws IOException {
    return underLoad(() -> {
      scenario.restartNaively();
      return new Outcome(0, "", "");
    });
  }

  private interface Way {
    Outcome restart() throws IOException;
  }

  private Figures underLoad(Way way) throws IOException {
    Eventually.holds("it serves", this::serves);
    List<Restart> restarts = new ArrayList<>();
    try (Load load =
        new Load(scenario.address(), FRESH_CLIENTS, scenario.slowAddress(), KEEPING_CLIENTS)) {
      for (int i = 0; i < RESTARTS; i++) {
        restarts.add(restart(way, load));
      }
      Eventually.holds(
          () -> "only " + load.requests() + " requests", () -> load.requests() >= REQUESTS);
      load.end();
      return new Figures(
          load.requests(), load.failures(), load.reopened(), load.slowest(), restarts);
    }
  }

  private Restart restart(Way way, Load load) throws IOException {
    Set<String> before = scenario.identities();
    long requests = load.requests();
    long began = System.nanoTime();
    Outcome outcome = way.restart();
    Eventually.holds(() -> "it serves again: " + outcome.all(), this::serves);
    return new Restart(
        Duration.ofNanos(System.nanoTime() - began),
        load.requests() - requests,
        before,
        scenario.identities(),
        outcome.exitCode(),
        outcome.all());
  }

  /** One question, by a client of its own. */
  private boolean serves() throws IOException {
    try (Load one = new Load(scenario.address(), 1)) {
      Eventually.holds("an answer", () -> one.requests() > 0);
      one.end();
      return one.failures().isEmpty();
    }
  }

  /** In this JVM, unless it needs an environment of its own. */
  private Outcome bounce(Path runbook) throws IOException {
    Path state = folder.resolve("state");
    if (scenario.environment().isEmpty()) {
      return new CommandLineRun(state).stateful("run", runbook.toString());
    }
    try (BounceProcess process =
        BounceProcess.start(
            folder,
            scenario.environment(),
            "run",
            "--state",
            state.toString(),
            runbook.toString())) {
      return process.await();
    }
  }
}
