package dev.bounce.run;

import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Hook;
import dev.bounce.plan.ServicePlan;
import dev.bounce.plan.Step;
import dev.bounce.run.Services.Service;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Value.MemberValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Carries out what a service says is done around a restart, for one member after another: two
 * blocks that rewrite the same file do not meet.
 */
final class MemberHooks {
  private final Run run;
  private final StepExecutor steps;

  MemberHooks(Run run, StepExecutor steps) {
    this.run = run;
    this.steps = steps;
  }

  void execute(Step.CallHook step, Frame outer) throws StepFailedException {
    Frame frame = run.formulas.within(step.within(), step.title(), outer);
    run.services.each(
        step.target(),
        frame,
        (sighting, members) -> perform(step.hook(), sighting, members, frame));
  }

  private void perform(Hook hook, Sighting sighting, List<MemberState> members, Frame frame)
      throws StepFailedException {
    ServicePlan service = sighting.service().plan();
    if (service.hook(hook).isEmpty()) {
      throw frame.failed(
          Code.P012,
          "%s does not say how its members are %sed".formatted(service.key(), hook.shown()),
          Optional.of("declare `%s { … }` in the service".formatted(hook.shown())),
          List.of());
    }
    List<MemberValue> values =
        members.stream().map(state -> HealthCheck.value(sighting, state)).toList();
    perform(hook, service, values, frame);
  }

  /** Carries out a block for members; nothing where the service has none. */
  void perform(Hook hook, ServicePlan service, List<MemberValue> members, Frame frame)
      throws StepFailedException {
    for (MemberValue member : members) {
      perform(hook, service, member, frame);
    }
  }

  private void perform(Hook hook, ServicePlan service, MemberValue member, Frame frame)
      throws StepFailedException {
    Optional<Step> block = service.hook(hook);
    if (block.isEmpty()) {
      return;
    }
    String variable = service.hooks().orElseThrow().variable();
    if (frame.variables().all().containsKey(variable)) {
      throw frame.failed(
          Code.P012,
          "what %s does around a restart would come back to itself".formatted(service.key()));
    }
    Frame own = frame.template(block.get(), hook.key() + "-" + member.name());
    own.variables().bind(variable, member);
    steps.execute(block.get(), own);
  }

  /**
   * Takes members out of service, does a piece of work that restarts them, and puts them into
   * service again. When the work fails or is interrupted, those are put back that it has not
   * touched, and those that serve; the others stay out, and the failure names them.
   */
  BatchOutcome around(Service service, List<MemberValue> members, Frame frame, Restart restart)
      throws StepFailedException {
    ServicePlan plan = service.plan();
    Outage outage = new Outage(service);
    BatchOutcome outcome;
    try {
      for (MemberValue member : members) {
        if (plan.hook(Hook.DRAIN).isPresent()) {
          outage.begin(member); // one whose drain fails half-way is out as well
          perform(Hook.DRAIN, plan, member, frame);
        }
      }
      outage.beginWork();
      outcome = restart.perform();
    } catch (StepFailedException e) {
      throw new StepFailedException(naming(e.failure(), outage.endAfterFailure(frame)));
    }
    if (!outcome.isGood()) {
      List<MemberValue> out = outage.endAfterFailure(frame);
      return outcome.told(failure -> naming(failure, out));
    }
    putBack(plan, members, frame);
    return outcome;
  }

  /** Restarts members, and tells with whom that went wrong. */
  interface Restart {
    BatchOutcome perform() throws StepFailedException;
  }

  /** What has come up goes into service whatever is asked meanwhile, unless all ends at once. */
  private void putBack(ServicePlan service, List<MemberValue> members, Frame frame)
      throws StepFailedException {
    Optional<Failure> first = Optional.empty();
    List<MemberValue> out = new ArrayList<>();
    for (MemberValue member : members) {
      Optional<Failure> failure = undrain(service, member, frame);
      if (failure.isPresent()) {
        out.add(member);
        first = first.or(() -> failure);
      }
    }
    if (first.isPresent()) {
      throw new StepFailedException(naming(first.get(), out));
    }
  }

  private Optional<Failure> undrain(ServicePlan service, MemberValue member, Frame frame) {
    try {
      perform(Hook.UNDRAIN, service, member, lasting(frame));
      return Optional.empty();
    } catch (StepFailedException e) {
      return Optional.of(e.failure());
    }
  }

  private Frame lasting(Frame frame) {
    return frame
        .withSignal(run.interruption.atOnce())
        .withDeadline(Deadline.in(Bounds.HANDLERS, run.nanos(), Hook.UNDRAIN.shown()));
  }

  private static Failure naming(Failure failure, List<MemberValue> out) {
    if (out.isEmpty()) {
      return failure;
    }
    String names = out.stream().map(MemberValue::name).collect(Collectors.joining(", "));
    String verb = out.size() == 1 ? " stays drained" : " stay drained";
    return failure.as(failure.code(), failure.reason() + "; " + names + verb);
  }

  /** The members that are out of service. */
  private final class Outage {
    private final Service service;
    private final List<MemberValue> members = new ArrayList<>();
    private final List<Optional<MemberReport>> before = new ArrayList<>();

    Outage(Service service) {
      this.service = service;
    }

    void begin(MemberValue member) {
      members.add(member);
    }

    void beginWork() {
      members.forEach(member -> before.add(run.ledger.find(service.key(), member.name())));
    }

    /** Returns those that stay out. */
    List<MemberValue> endAfterFailure(Frame frame) {
      List<MemberValue> out = new ArrayList<>();
      for (int i = 0; i < members.size(); i++) {
        MemberValue member = members.get(i);
        boolean untouched = before.isEmpty() || isUnchanged(member, before.get(i));
        if (!(untouched || serves(member, frame)) || !isPutBack(member, frame)) {
          out.add(member);
        }
      }
      return out;
    }

    private boolean isUnchanged(MemberValue member, Optional<MemberReport> earlier) {
      Optional<MemberReport> now = run.ledger.find(service.key(), member.name());
      return now.map(MemberHooks::deed).equals(earlier.map(MemberHooks::deed));
    }

    private boolean serves(MemberValue member, Frame frame) {
      if (run.interruption.isAtOnce()) {
        return false;
      }
      try {
        Sighting sighting = run.services.sight(service.key(), lasting(frame));
        return sighting.members().stream()
            .filter(state -> state.member().equals(member.name()))
            .anyMatch(state -> new HealthCheck(run).isHealthy(sighting, state, lasting(frame)));
      } catch (StepFailedException _) {
        return false;
      }
    }

    private boolean isPutBack(MemberValue member, Frame frame) {
      if (service.plan().hook(Hook.UNDRAIN).isEmpty() || run.interruption.isAtOnce()) {
        return false;
      }
      Optional<Failure> failure = undrain(service.plan(), member, frame);
      failure.ifPresent(run::addFurther);
      return failure.isEmpty();
    }
  }

  /** What was done to a member, without how it is. */
  private static List<Object> deed(MemberReport report) {
    return List.of(report.outcome(), report.acts(), report.deeds());
  }
}
