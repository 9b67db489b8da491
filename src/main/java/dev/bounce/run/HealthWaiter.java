package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.diag.Code;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Step;
import dev.bounce.run.HealthCheck.Answer;
import dev.bounce.run.Services.Service;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Texts;
import dev.bounce.value.Value.MemberValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Waits until members serve, and have done so for a while as the same processes. */
final class HealthWaiter {
  /** Whoever waits for an answer may give up as much too early. */
  private static final Duration CLOCK_STEP = Duration.ofMillis(1);

  private final Run run;
  private final HealthCheck check;

  HealthWaiter(Run run) {
    this.run = run;
    this.check = new HealthCheck(run);
  }

  void execute(Step.AwaitHealthy step, Frame frame) throws StepFailedException {
    List<Selection> selections =
        step.target().isPresent()
            ? run.formulas.target(step.target().get(), frame)
            : touched(frame);
    Duration soak = run.formulas.duration(step.soak(), frame);
    Duration within = run.formulas.duration(step.within(), frame);
    await(selections, soak, within, frame);
  }

  /** Returns what the steps so far have touched and not meant to be down. */
  private List<Selection> touched(Frame frame) throws StepFailedException {
    Map<String, List<MemberValue>> found = new LinkedHashMap<>();
    for (MemberReport report : run.ledger.touched()) {
      if (report.isToBeUp()) {
        found
            .computeIfAbsent(report.service(), _ -> new ArrayList<>())
            .add(new MemberValue(report.service(), report.member(), 0));
      }
    }
    if (found.isEmpty()) {
      throw frame.failed(
          Code.P008,
          "nothing has been touched so far that could be healthy",
          Optional.of("say what to wait for: `wait healthy SERVICE`"),
          List.of());
    }
    List<Selection> selections = new ArrayList<>();
    found.forEach((service, members) -> selections.add(new Selection(service, members)));
    return selections;
  }

  /**
   * Waits.
   *
   * @param soak for how long all of them have to serve without a break
   * @throws StepFailedException R007 when they do not in time, when one of them went down or was
   *     started anew while it soaked, or lost its health too often
   */
  void await(List<Selection> selections, Duration soak, Duration within, Frame frame)
      throws StepFailedException {
    new Vigil(selections, soak, within, frame).keep();
  }

  /** One member in one round. */
  private record Seen(Service service, MemberState state, Answer answer) {
    String name() {
      return state.member();
    }

    String key() {
      return service.key() + "/" + name();
    }
  }

  /** What a look has come to: the members, or why they could not be looked at. */
  private record Reason(List<Seen> seen, String trouble) {}

  /** One wait. */
  private final class Vigil {
    private final List<Selection> selections;
    private final Duration soak;
    private final Duration within;
    private final Frame frame;
    private final Frame looking;
    private final Map<String, Boolean> told = new LinkedHashMap<>();
    private final Map<String, String> soaked = new HashMap<>();
    private final Map<String, Integer> losses = new HashMap<>();
    private final Map<String, Long> downSince = new HashMap<>();
    private boolean soaking;
    private long healthySince;
    private Polling polling;
    private List<Seen> last = List.of();
    private Reason reason = new Reason(List.of(), "");
    private boolean looked;

    Vigil(List<Selection> selections, Duration soak, Duration within, Frame frame) {
      this.selections = selections;
      this.soak = soak;
      this.within = within;
      this.frame = frame;
      this.polling = Polling.forChange(run::nanos);
      this.looking = frame.within(Deadline.in(within, run.nanos(), "wait healthy"));
    }

    void keep() throws StepFailedException {
      long limit = run.nanos() + within.toNanos();
      while (true) {
        run.waits.safePoint(frame);
        if (look() && run.nanos() - healthySince >= soak.toNanos()) {
          return;
        }
        long left = limit - run.nanos();
        if (left <= 0) {
          throw late();
        }
        run.waits.sleep(frame, Duration.ofNanos(Math.min(pause(), left)));
      }
    }

    /** The end of a soak is not slept through, as its moment is known. */
    private long pause() {
      long next = polling.next().toNanos();
      return soaking ? Math.min(next, healthySince + soak.toNanos() - run.nanos()) : next;
    }

    /** Looks once; true when all serve, as those who served when the soak began. */
    private boolean look() throws StepFailedException {
      try {
        last = seeAll();
        remember(new Reason(last, ""));
      } catch (BackendException e) {
        remember(new Reason(List.of(), e.text()));
        soakIs(false);
        return false;
      }
      last.forEach(this::tell);
      throwIfGone();
      throwIfGivenUp();
      boolean healthy = last.stream().allMatch(seen -> seen.answer().healthy());
      if (healthy && !soaking) {
        healthySince = run.nanos();
        last.forEach(seen -> soaked.put(seen.key(), identity(seen.state())));
      } else if (!healthy && soaking) {
        throwIfFlapping();
      }
      soakIs(healthy);
      return healthy;
    }

    /** A look that the bound cut short tells nothing but that, so that the one before it counts. */
    private void remember(Reason now) {
      if (!looked || !looking.deadline().hasPassed(run.nanos() + CLOCK_STEP.toNanos())) {
        reason = now;
        looked = true;
      }
    }

    /** After each change the intervals are short again. */
    private void soakIs(boolean now) {
      if (now != soaking) {
        soaking = now;
        polling = now ? Polling.forSoak(run::nanos) : Polling.forChange(run::nanos);
      }
    }

    private List<Seen> seeAll() throws BackendException, StepFailedException {
      List<Seen> seen = new ArrayList<>();
      try {
        for (Selection selection : selections) {
          Service service = run.services.find(selection.service(), looking);
          Sighting sighting = new Sighting(service, run.services.observe(service, looking));
          seen.addAll(ask(sighting, selection.of(sighting.members())));
        }
      } catch (EvaluationException e) {
        throw frame.failed(e);
      }
      return seen;
    }

    private List<Seen> ask(Sighting sighting, List<MemberState> members)
        throws StepFailedException {
      Answer[] answers = new Answer[members.size()];
      List<Waits.Work> works = new ArrayList<>();
      for (int i = 0; i < members.size(); i++) {
        int index = i;
        works.add(() ->
            answers[index] =
                run.waits.<Answer, RuntimeException>interruptibly(
                    frame, () -> check.ask(sighting, members.get(index), looking)));
      }
      List<Failure> failures = run.waits.all(frame, works, Bounds.PROBES_AT_ONCE);
      if (!failures.isEmpty()) {
        throw new StepFailedException(failures.getFirst());
      }
      List<Seen> seen = new ArrayList<>();
      for (int i = 0; i < members.size(); i++) {
        seen.add(new Seen(sighting.service(), members.get(i), answers[i]));
      }
      return seen;
    }

    private void tell(Seen seen) {
      boolean healthy = seen.answer().healthy();
      Boolean before = told.put(seen.key(), healthy);
      if (before == null || before != healthy) {
        run.emit(
            new Event.Health(run.now(), frame.step(), seen.name(), healthy, seen.answer().said()));
      }
    }

    /** A member that soaked and is down, or another process, has not stayed up. */
    private void throwIfGone() throws StepFailedException {
      for (Seen seen : last) {
        String now = identity(seen.state());
        String before = soaked.get(seen.key());
        if (before == null) {
          continue;
        }
        if (seen.state().condition().isDown()) {
          throw unsteady(seen, "it went down", Ledger.shown(seen.state()));
        }
        if (!now.isEmpty() && !now.equals(before)) {
          throw unsteady(seen, "it was started anew", Ledger.shown(seen.state()));
        }
      }
    }

    /**
     * Nobody starts a member again that its service manager has given up, or that has ended after
     * this run brought it up. A manager that does start it again needs a moment for that.
     */
    private void throwIfGivenUp() throws StepFailedException {
      for (Seen seen : last) {
        if (!isGivenUp(seen)) {
          downSince.remove(seen.key());
        } else if (run.since(downSince.computeIfAbsent(seen.key(), _ -> run.nanos()))
                .compareTo(Bounds.GIVEN_UP)
            >= 0) {
          throw frame.failed(
              Code.R007,
              "%s is down, and nobody starts it again: %s"
                  .formatted(seen.name(), seen.answer().said()),
              Optional.empty(),
              run.services.logTail(seen.service(), seen.name()));
        }
      }
    }

    private boolean isGivenUp(Seen seen) {
      Condition condition = seen.state().condition();
      return condition == Condition.FAILED || (condition.isDown() && isToBeUp(seen));
    }

    private boolean isToBeUp(Seen seen) {
      return run.ledger.touched().stream()
          .filter(report -> report.service().equals(seen.service().key()))
          .filter(report -> report.member().equals(seen.name()))
          .anyMatch(MemberReport::isToBeUp);
    }

    /** One bad answer begins the soak anew; a member that gives them again and again flaps. */
    private void throwIfFlapping() throws StepFailedException {
      for (Seen seen : last) {
        if (!seen.answer().healthy()
            && losses.merge(seen.key(), 1, Integer::sum) >= Bounds.HEALTH_LOSSES) {
          throw unsteady(
              seen, "it lost its health " + Bounds.HEALTH_LOSSES + " times", seen.answer().said());
        }
      }
    }

    private StepFailedException unsteady(Seen seen, String what, String now) {
      return frame.failed(
          Code.R007,
          "%s does not stay up: %s while it should have been healthy for %s, and is now %s"
              .formatted(seen.name(), what, Texts.duration(soak), now),
          Optional.empty(),
          run.services.logTail(seen.service(), seen.name()));
    }

    private static String identity(MemberState state) {
      return state.identity().map(it -> it.value()).orElse("");
    }

    private StepFailedException late() {
      List<Seen> ill = reason.seen().stream().filter(seen -> !seen.answer().healthy()).toList();
      String why =
          ill.stream()
              .map(seen -> seen.name() + ": " + seen.answer().said())
              .collect(Collectors.joining("; "));
      if (!reason.trouble().isEmpty()) {
        why = reason.trouble();
      } else if (ill.isEmpty()) {
        why = "healthy only for " + Texts.duration(run.since(healthySince));
      }
      String wanted = soak.isZero() ? "" : " for " + Texts.duration(soak);
      return frame.failed(
          Code.R007,
          "not healthy%s within %s: %s".formatted(wanted, Texts.duration(within), why),
          Optional.empty(),
          ill.isEmpty()
              ? List.of()
              : run.services.logTail(ill.getFirst().service(), ill.getFirst().name()));
    }
  }
}
