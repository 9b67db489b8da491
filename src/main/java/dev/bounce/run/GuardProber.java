package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.health.BackendProbe;
import dev.bounce.health.Probe;
import dev.bounce.health.ProbeAnswer;
import dev.bounce.health.ProbeAnswer.Kind;
import dev.bounce.host.Host;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.run.Services.Service;
import dev.bounce.run.Services.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Asks the probes of a guard again and again, until it is closed. */
final class GuardProber {
  private final Run run;
  private final Frame frame;
  private final Tally tally;
  private final List<Question> questions = new ArrayList<>();
  private volatile boolean closed;

  GuardProber(Run run, Frame frame, Tally tally) {
    this.run = run;
    this.frame = frame;
    this.tally = tally;
  }

  /** A probe, and the member that it is for; one address is asked once, whoever shares it. */
  private record Question(Service service, MemberState member, Probe probe) {}

  /** Finds out what to ask. */
  void aim(List<Selection> selections) throws StepFailedException {
    for (Selection selection : selections) {
      Sighting sighting = run.services.sight(selection.service(), frame);
      Map<String, Question> distinct = new LinkedHashMap<>();
      for (MemberState member : Services.selected(selection, sighting, frame)) {
        for (Probe probe : probes(sighting, member)) {
          String key = probe instanceof BackendProbe ? member.member() : probe.shown();
          distinct.putIfAbsent(key, new Question(sighting.service(), member, probe));
        }
      }
      questions.addAll(distinct.values());
    }
  }

  private List<Probe> probes(Sighting sighting, MemberState member) throws StepFailedException {
    try {
      return new Probes(run)
          .of(
              sighting.service().plan(),
              HealthCheck.value(sighting, member),
              frame.withDeadline(Deadline.NONE));
    } catch (EvaluationException e) {
      throw frame.failed(e);
    }
  }

  /** Asks every question once. */
  void round() throws StepFailedException {
    List<Waits.Work> works = new ArrayList<>();
    for (Question question : questions) {
      works.add(() ->
          run.waits.<Question, RuntimeException>interruptibly(
              frame,
              () -> {
                ask(question);
                return question;
              }));
    }
    List<Failure> failures = run.waits.all(frame, works, Math.max(1, works.size()));
    if (!failures.isEmpty()) {
      throw new StepFailedException(failures.getFirst());
    }
  }

  /**
   * Asks each question at a rate of its own, until the task is interrupted. An answer that takes
   * longer than the interval makes the next question fall out, not all later ones come late.
   */
  void probe(Duration every) {
    List<Callable<Question>> tasks = new ArrayList<>();
    for (Question question : questions) {
      tasks.add(() -> {
        Duration pause = every;
        while (!closed) {
          run.world.scheduler().sleep(pause);
          long began = run.nanos();
          ask(question);
          pause = every.minusNanos(run.since(began).toNanos() % Math.max(1, every.toNanos()));
        }
        return question;
      });
    }
    try {
      List<Scheduler.Outcome<Question>> _ =
          run.world.scheduler().all(tasks, Math.max(1, tasks.size()));
    } catch (InterruptedException _) {
      // That is how it is ended.
    }
  }

  /** What is answered from now on does not count: perhaps it is our own interruption. */
  void close() {
    closed = true;
    tally.close();
  }

  private void ask(Question question) {
    long began = run.nanos();
    MemberState member = question.member();
    Optional<ProbeAnswer> trouble = Optional.empty();
    if (question.probe() instanceof BackendProbe) {
      try {
        member = now(question);
      } catch (BackendException e) {
        trouble = Optional.of(new ProbeAnswer(Kind.FAILED, 0, "", e.text()));
      }
    }
    Host host = question.service().host();
    ProbeAnswer answer = trouble.isPresent() ? trouble.get() : question.probe().ask(host, member);
    tally.count(member.member(), answer, run.since(began));
    run.show(new Glimpse.Probes(run.now(), frame.step(), tally.requests(), tally.failures()));
  }

  private static MemberState now(Question question) throws BackendException {
    Service service = question.service();
    String name = question.member().member();
    return service.backend().observe(service.settings(), service.host(), Bounds.CALL).stream()
        .filter(state -> state.member().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new BackendException(Code.B003, "there is no " + name + " any more", "", ""));
  }
}
