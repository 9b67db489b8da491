package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Observer;
import dev.bounce.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Carries out plans: that very tree of steps, and nothing beside it. */
public final class Runner {
  private final World world;
  private final List<EventSink> sinks;

  /**
   * @param world all that runs can reach
   * @param sinks are told every event, each in this order; the one that has to be safe first
   */
  public Runner(World world, List<EventSink> sinks) {
    this.world = world;
    this.sinks = List.copyOf(sinks);
  }

  /**
   * Carries out a plan, and returns when nothing of it is going on any more. Failures are in the
   * report; nothing is thrown but what a sink throws.
   *
   * @param runId names the run in its events
   * @param planDigest the digest of the plan
   * @param interruption ends it early
   */
  public Report run(Plan plan, String runId, String planDigest, Interruption interruption) {
    return run(plan, runId, planDigest, interruption, List.of()).report();
  }

  /**
   * Carries out a plan of a session, likewise.
   *
   * @param earlier the members that earlier runs have touched: a {@code wait healthy} without a
   *     target waits for them too. The report does not name them
   */
  public Aftermath run(
      Plan plan,
      String runId,
      String planDigest,
      Interruption interruption,
      List<MemberReport> earlier) {
    Run run = new Run(world, plan, sinks, interruption);
    run.ledger.remember(earlier);
    long beganNanos = run.nanos();
    run.emit(new Event.RunStarted(run.now(), runId, plan.runbook(), planDigest, version()));
    interruption.listen(atOnce -> run.emit(new Event.Interrupted(run.now(), atOnce)));
    Frame frame = Frame.outermost(plan.root(), interruption.gentle());
    Optional<Failure> failure = Optional.empty();
    try {
      new Preconditions(run).check(plan.root(), frame);
      new StepExecutor(run).execute(plan.root(), frame);
    } catch (StepFailedException e) {
      failure = Optional.of(e.failure());
    }
    lookOnceMore(run);
    Report report = new ReportMaker(run).make(runId, failure, run.since(beganNanos));
    run.emit(new Event.Reported(run.now(), report));
    run.emit(
        new Event.RunFinished(
            run.now(), runId, report.status(), report.exitCode().number(), report.took()));
    return new Aftermath(report, run.ledger.touched(), frame.variables().all());
  }

  /**
   * Returns what answers formulas about a run that has ended: what it did to members, and how they
   * are now.
   *
   * @param plan what was run
   * @param report how that ended
   */
  public Observer observer(Plan plan, Report report) {
    return observer(plan, new Aftermath(report, List.of(), Map.of()));
  }

  /** Returns what answers formulas about a run of a session that has ended, likewise. */
  public Observer observer(Plan plan, Aftermath aftermath) {
    Run run = new Run(world, plan, List.of(), new Interruption());
    run.ledger.restore(aftermath.report().members());
    Frame frame = Frame.outermost(plan.root(), new StopSignal());
    aftermath.variables().forEach(frame.variables()::bind);
    return new WorldObserver(run, frame);
  }

  /**
   * Reads every service that was seen again, so that the report says how the run has left them: a
   * later step, or the service manager by itself, may have done something to a member since.
   */
  private static void lookOnceMore(Run run) {
    if (run.interruption.isAtOnce()) {
      return;
    }
    Frame frame =
        Frame.outermost(run.plan.root(), run.interruption.atOnce())
            .withDeadline(Deadline.in(Bounds.CALL, run.nanos(), "the last look"));
    Set<String> services = new TreeSet<>();
    run.ledger.all().forEach(report -> services.add(report.service()));
    for (String service : services) {
      try {
        List<?> _ = run.services.observe(run.services.find(service, frame), frame);
      } catch (BackendException | EvaluationException | StepFailedException _) {
        // What was seen last stands.
      }
    }
  }

  private static String version() {
    return Optional.ofNullable(Runner.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
